"""Rows of the call editor in a real browser: added, moved, taken out and put back by buttons."""

import os

import pytest

from tests.browser.conftest import CHROMIUM, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Locator, expect  # noqa: E402


def words(answers: Locator) -> list[str]:
    return [field.input_value() for field in answers.get_by_label("English").all()]


def test_a_choice_and_its_answers_are_written_by_buttons(site: str, signed_in: SignedIn) -> None:
    page = signed_in("manager-kr@demo.example.org")
    page.goto(f"{site}/calls/?text=NRF")
    page.get_by_role("link", name="NRF").first.click()
    page.goto(f"{page.url}edit/questions/")
    cards = page.locator("[data-rows=rows] > [data-body] > details:visible")
    before = cards.count()

    page.get_by_role("button", name="Add one more").click()
    card = cards.last
    expect(card.get_by_label("Label in English")).to_be_focused()
    card.get_by_label("Label in English").fill("Which robot?")
    answers = card.get_by_role("group", name="Answers to choose from")
    expect(answers).to_be_hidden()
    card.get_by_label("Kind of answer").select_option("choice")
    expect(answers).to_be_visible()
    answers.get_by_role("button", name="Add a line").click()
    for place, word in enumerate(["Arm", "Rover", "Drone"]):
        answers.get_by_label("English").nth(place).fill(word)
    lines = answers.locator("[data-row]")
    lines.last.get_by_role("button", name="Move up").click()
    expect(lines.nth(1).get_by_role("button", name="Move up")).to_be_focused()
    lines.first.get_by_role("button", name="Remove").click()
    lines.last.get_by_role("button", name="Remove").click()
    lines.last.get_by_role("button", name="Put back").click()
    card.get_by_role("button", name="Move up").last.click()  # the card's own: before the last question
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("main .notice.success")).to_be_visible()
    saved = cards.nth(before - 1)
    expect(saved.locator("summary")).to_contain_text("Which robot?")
    saved.locator("summary").click()
    assert words(saved.get_by_role("group", name="Answers to choose from"))[:2] == ["Drone", "Rover"]
