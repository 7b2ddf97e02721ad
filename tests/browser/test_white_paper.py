"""A Korean and a US researcher, in two browsers and two languages, make and submit one AFOSR–IITP white paper."""

import os
import re
from io import BytesIO

import pytest
from pypdf import PdfWriter

from tests.browser.conftest import CHROMIUM, SignedIn
from tests.embedded.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import FilePayload, Page, expect  # noqa: E402

TITLE = "Gestures that a robot can promise to understand"
KOREAN = "로봇이 이해하기로 약속할 수 있는 몸짓을 현장에서 측정합니다."
KEPT = "Object.keys(localStorage).some((key) => key.startsWith('gyoryu:answer:'))"
ENGLISH = "We verify which gestures a robot can promise to understand."


def begin(page: Page, site: str) -> str:
    """From the public list to a draft; its address."""
    page.goto(f"{site}/calls/?text=AFOSR")
    page.locator(".list h2 a").first.click()
    page.locator("a[href$='/apply/']").click()
    page.fill("[name=title_en]", TITLE)
    page.fill("[name=title_ko]", "로봇이 이해하기로 약속하는 몸짓")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/proposals/[0-9a-f-]{36}/"))
    return page.url


def invite(page: Page, proposal: str, email: str, *, side: str = "US", role: str = "pi") -> None:
    page.goto(f"{proposal}team/")
    page.fill("[name=name]", "Invited Partner")
    page.fill("[name=email]", email)
    page.select_option("[name=side]", side)
    page.locator("form:has([name=email]) [name=role]").select_option(role)
    page.locator("form:has([name=email]) button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(email)


def accept_invitation(page: Page, site: str) -> None:
    page.goto(f"{site}/proposals/")
    page.locator("a[href*='/invitations/']").first.click()
    page.locator("button[value=accept]").click()
    page.wait_for_url(re.compile("/proposals/"))


def write_answers(page: Page, proposal: str, text: str) -> None:
    """Every text field of the own side; saved by itself."""
    page.goto(f"{proposal}answers/")
    fields = page.locator("form[data-autosave]:visible textarea")
    for number in range(fields.count()):
        with page.expect_response(lambda answer: answer.request.method == "POST") as response:
            fields.nth(number).fill(text)
            fields.nth(number).blur()
        assert response.value.status == 200


def declare(page: Page, proposal: str) -> None:
    page.goto(f"{proposal}team/")
    page.fill("[name=projects_at_once]", "1")
    page.fill("[name=projects_as_pi]", "1")
    page.fill("[name=foreign_support]", "None")
    page.check("[name=signed]")
    page.locator("form:has([name=signed]) button[type=submit]").click()
    page.wait_for_load_state()


def hand_in_documents(page: Page, proposal: str) -> None:
    page.goto(f"{proposal}documents/")
    inputs = page.locator("input[type=file]")
    for number in range(inputs.count()):
        form = page.locator("form:has(input[type=file])").nth(number)
        form.locator("input[type=file]").set_input_files([pdf(f"paper-{number}.pdf")])
        form.locator("button[type=submit]").click()
        page.wait_for_load_state()


def pdf(name: str) -> FilePayload:
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(buffer)
    return FilePayload(name=name, mimeType="application/pdf", buffer=buffer.getvalue())


def ask_for(page: Page, proposal: str, amounts: list[str]) -> None:
    page.goto(f"{proposal}budget/")
    for number, amount in enumerate(amounts):
        page.fill(f"[name=amount-{number}-personnel]", amount)
    page.locator("form:has([name=amount-0-personnel]) button[type=submit]").click()
    page.wait_for_load_state()


def failing(page: Page) -> list[str]:
    return page.locator("#checks .checks > li.fail > strong").all_inner_texts()


def confirm(page: Page, proposal: str) -> None:
    page.goto(f"{proposal}submit/")
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator("form[action$='/unconfirm/'] button")).to_be_visible()


def hold_back_until_saved(page: Page, proposal: str, text: str) -> None:
    """What is typed and cannot be saved holds the confirmation back; the page leads to it, and then lets it through."""
    page.goto(f"{proposal}answers/")
    page.route("**/answers/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.locator("form[data-autosave]:visible textarea").first.fill(text)
    page.goto(f"{proposal}submit/")
    expect(page.locator("form[action$='/confirm/'] button")).to_be_disabled()
    page.unroute("**/answers/**")
    page.locator("#unsettled a:visible").click()
    expect(page.locator("form[data-autosave]:visible [data-state]").first).not_to_be_empty()
    # Not wait_for_function: it evaluates a string within the page, which the page's policy forbids.
    assert wait_until(lambda: not page.evaluate(KEPT), seconds=30)
    page.goto(f"{proposal}submit/")
    expect(page.locator("form[action$='/confirm/'] button")).to_be_enabled()


def test_two_researchers_submit_one_white_paper(site: str, signed_in: SignedIn) -> None:
    korean = signed_in("jung@demo.example.org", locale="ko-KR")
    american = signed_in("nguyen@demo.example.org")
    proposal = begin(korean, site)
    assert korean.locator("html").get_attribute("lang") == "ko"
    invite(korean, proposal, "nguyen@demo.example.org")
    accept_invitation(american, site)

    for page, text in ((korean, KOREAN), (american, ENGLISH)):
        write_answers(page, proposal, text)
        declare(page, proposal)
        hand_in_documents(page, proposal)
    korean.goto(f"{proposal}answers/")
    with korean.expect_response(lambda answer: answer.request.method == "POST"):
        korean.select_option("form[data-autosave] select", "no")

    ask_for(korean, proposal, ["125,000,001", "250,000,000", "250,000,000", "125,000,000"])
    assert len(failing(korean)) == 1
    korean.goto(f"{proposal}submit/")
    assert korean.locator("form[action$='/confirm/']").count() == 0
    ask_for(korean, proposal, ["125,000,000", "250,000,000", "250,000,000", "125,000,000"])
    assert failing(korean) == []

    american.goto(f"{proposal}submit/")
    hold_back_until_saved(korean, proposal, f"{KOREAN} 끝.")
    american.locator("form[action$='/confirm/'] button").click()
    expect(american.locator("#changed ins").first).to_have_text("끝.")

    confirm(korean, proposal)
    confirm(american, proposal)
    american.get_by_role("button", name="Submit").click()
    american.wait_for_url(re.compile("/receipts/"))
    expect(american.locator("main")).to_contain_text(TITLE)
    receipt = american.url
    korean.goto(receipt)
    expect(korean.locator("h1")).to_have_text("접수증")
