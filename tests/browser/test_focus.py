"""Whoever works by keys stays where they are, and what is too long for a narrow page wraps."""

import os

import pytest

from tests.browser.conftest import CHROMIUM, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import expect  # noqa: E402


def test_the_focus_goes_to_the_row_that_was_added(site: str, signed_in: SignedIn) -> None:
    page = signed_in("walsh@demo.example.org")
    page.goto(f"{site}/profile/edit/resources/")
    rows = page.locator("#rows fieldset")
    before = rows.count()
    page.get_by_role("button", name="Add a row").press("Enter")
    expect(rows).to_have_count(before + 1)
    expect(rows.last.get_by_label("Direction")).to_be_focused()


def test_the_focus_stays_at_a_suggestion_that_was_answered(site: str, signed_in: SignedIn) -> None:
    page = signed_in("walsh@demo.example.org")
    page.goto(f"{site}/suggestions/")
    place = page.locator(".reaction").first
    expect(place).to_be_visible(timeout=240_000)  # the page asks again by itself until the worker has matched
    place.get_by_role("button", name="Interested").press("Enter")
    expect(place.get_by_role("button", name="Undo")).to_be_visible()
    expect(place).to_be_focused()
    place.get_by_role("button", name="Undo").press("Enter")
    expect(place.get_by_role("button", name="Interested")).to_be_visible()
    expect(place).to_be_focused()


def test_that_nothing_was_found_is_seen(site: str, signed_in: SignedIn) -> None:
    page = signed_in("walsh@demo.example.org")
    page.goto(f"{site}/profile/edit/basics/")
    said, field = (
        page.locator("#organisation [data-chooser-status]"),
        page.locator("#organisation").get_by_role("combobox"),
    )
    field.fill("")
    field.press_sequentially("qqzz")
    expect(said).to_have_text("Nothing found yet. Try a shorter part of the name.")
    expect(said).not_to_have_class("visually-hidden")
    field.fill("cascade")
    expect(said).to_have_class("visually-hidden")


def test_long_topics_wrap_on_a_narrow_page(site: str, signed_in: SignedIn) -> None:
    page = signed_in("walsh@demo.example.org")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{site}/people/")
    expect(page.locator(".badge").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_refused_form_begins_again_at_its_first_fault(site: str, signed_in: SignedIn) -> None:
    """Far down a narrow page, too, where nothing at the top says that anything is wrong."""
    page = signed_in("walsh@demo.example.org")
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(f"{site}/projects/new/")
    page.locator("input[name=title]").fill("Batteries of electric buses as a reserve of the grid")
    page.locator("main form button[type=submit]:visible").last.click()
    expect(page.locator("main .errors").first).to_be_attached()
    fault = page.locator("main [aria-invalid=true]").first
    expect(fault).to_be_focused()
    expect(fault).to_be_in_viewport()
