"""The type-ahead choosers in a real browser, by keyboard, in both languages."""

import os
import re

import pytest

from tests.browser.conftest import CHROMIUM, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Locator, Page, expect  # noqa: E402


def chooser_of(page: Page, key: str) -> tuple[Locator, Locator, Locator]:
    """The field, the options under it, and what is chosen."""
    root = page.locator(f"#{key}")
    return root.get_by_role("combobox"), root.get_by_role("option"), root.locator("[data-chosen] input")


def expect_pointed_at(field: Locator, option: Locator) -> None:
    """The field says to assistive technology which option the keys are on."""
    expect(option).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))


def test_an_organisation_is_chosen_by_keys_under_its_name_in_either_language(site: str, signed_in: SignedIn) -> None:
    page = signed_in("brooks@demo.example.org")
    page.goto(f"{site}/profile/edit/basics/")
    field, options, chosen = chooser_of(page, "organisation")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.fill("")
    field.press_sequentially("demo")
    expect(options).to_have_count(4)
    expect(chosen).to_have_count(0)  # another text means another choice
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowUp")
    expect_pointed_at(field, options.last)
    field.press("ArrowDown")
    expect_pointed_at(field, options.first)
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_be_focused()

    field.fill("")
    page.keyboard.insert_text("미래반도체")  # as an input method does
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Mirae Semiconductor Research Centre")
    field.fill("cascade")
    expect(options).to_contain_text("Cascade Institute of Engineering")
    field.press("ArrowDown")
    field.press("Enter")
    expect(chosen).to_be_checked()
    expect(field).to_have_value("Cascade Institute of Engineering (demo)")
    expect(page).to_have_url(re.compile("/profile/edit/basics/$"))  # Enter chose; it did not send the form
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Cascade Institute of Engineering")


def test_topics_are_chosen_by_keys_in_korean(site: str, signed_in: SignedIn) -> None:
    page = signed_in("jung@demo.example.org", locale="ko-KR")
    page.goto(f"{site}/profile/edit/topics/")
    field, options, chosen = chooser_of(page, "topics")
    expect(chosen).to_have_count(1)

    field.focus()
    page.keyboard.insert_text("강화학습")
    expect(options).to_have_count(1)
    expect(options.locator("span")).to_have_text("로봇 강화학습")
    expect(page.locator("#topics [data-chooser-status]")).to_contain_text("1")
    field.press("ArrowDown")
    expect_pointed_at(field, options.first)
    field.press("Enter")
    expect(chosen).to_have_count(2)
    expect(field).to_have_value("")

    page.keyboard.insert_text("없는 주제")
    expect(page.locator("#topics [data-chooser-status]")).to_have_text(
        str(page.locator("#topics").get_attribute("data-none"))
    )
    field.fill("human-auto")
    options.first.click()
    expect(field).to_be_focused()
    expect(chosen).to_have_count(3)

    first = page.locator("#topics [data-chosen] label").first
    first.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    expect(first.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_role("link", name="로봇 강화학습")).to_be_visible()
    expect(page.get_by_role("link", name="인간-자동화 상호작용·안전")).to_be_visible()
    page.goto(f"{site}/profile/edit/topics/")
    expect(chosen).to_have_count(2)
