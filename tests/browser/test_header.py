"""The top of the page: one line on a telephone, menus by keyboard, all of it without JavaScript."""

import os
import re

import pytest

from tests.browser.conftest import CHROMIUM, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect  # noqa: E402

TELEPHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
ONE_LINE = 64


@pytest.fixture
def page(browser: Browser, site: str) -> Page:
    """Somebody signed in whose browser runs no script."""
    page = browser.new_context(locale="en-US", java_script_enabled=False).new_page()
    page.goto(f"{site}/accounts/login/")
    page.fill("input[name=login]", "kim@demo.example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.get_by_role("button", name="Account")).to_be_visible()
    return page


def height(page: Page) -> float:
    box = page.locator("header").bounding_box()
    assert box is not None
    return float(box["height"])


@pytest.mark.parametrize("size", [TELEPHONE, DESK, {"width": 320, "height": 640}])
def test_the_header_is_one_line(page: Page, site: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    for path in ("/", "/calls/", "/account/preferences/"):
        page.goto(f"{site}{path}")
        assert height(page) <= ONE_LINE


def test_the_menus_open_and_close_by_keys(page: Page, site: str) -> None:
    page.set_viewport_size(TELEPHONE)  # type: ignore[arg-type]
    page.goto(f"{site}/calls/")
    for name, first in (("Account", "My profile"), ("Menu", "Suggestions")):
        opener, link = page.get_by_role("button", name=name), page.get_by_role("link", name=first, exact=True)
        expect(link).to_be_hidden()
        opener.press("Enter")
        expect(link).to_be_visible()
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        page.keyboard.press("Escape")
        expect(link).to_be_hidden()
        expect(opener).to_be_focused()


def test_at_a_desk_the_pages_need_no_menu(page: Page, site: str) -> None:
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(f"{site}/calls/")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^Proposals")).click()
    expect(page).to_have_url(f"{site}/proposals/")


def test_the_language_is_changed_and_one_signs_out_from_the_account_menu(page: Page, site: str) -> None:
    page.goto(f"{site}/calls/")
    for name, button, seen in (("Account", "한국어", "공고"), ("계정", "로그아웃", "로그인")):
        page.get_by_role("button", name=name).click()
        page.get_by_role("button", name=button).click()
        expect(page.locator("header")).to_contain_text(seen)


def test_the_bell_leads_to_what_is_waiting(page: Page, site: str) -> None:
    page.goto(f"{site}/calls/")
    bell = page.get_by_role("link", name=re.compile("Work list"))
    waiting = bell.locator("[data-waiting]").get_attribute("data-waiting")
    bell.click()
    expect(page.locator(".worklist > li")).to_have_count(int(waiting or 0))
