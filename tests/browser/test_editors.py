"""Two who write the same answer, and two tabs of one: both versions are shown, nothing typed is lost, nothing is submitted over it."""

import os

import pytest

from tests.browser.conftest import CHROMIUM, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Locator, Page, expect  # noqa: E402

from tests.browser.test_white_paper import accept_invitation, begin, invite  # noqa: E402

FIRST = "form[data-autosave]:visible:has(textarea)"
TEXT = "One\nTwo"


def form_of(page: Page) -> Locator:
    return page.locator(FIRST).first


def field_of(page: Page) -> Locator:
    return form_of(page).locator("textarea")


def press(page: Page, name: str) -> None:
    form_of(page).get_by_role("button", name=name).click()


def save(page: Page, text: str, *, status: int = 200) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST") as response:
        field_of(page).fill(text)
        field_of(page).blur()
    assert response.value.status == status


def text_of(page: Page, address: str) -> str:
    """What the server has."""
    page.goto(address)
    return field_of(page).input_value()


def test_two_members_who_write_the_same_answer_read_both_versions(site: str, signed_in: SignedIn) -> None:
    lead, member = signed_in("jung@demo.example.org"), signed_in("kim@demo.example.org", locale="ko-KR")
    proposal = begin(lead, site)
    answers = f"{proposal}answers/"
    invite(lead, proposal, "kim@demo.example.org", side="KR", role="member")
    accept_invitation(member, site)
    lead.goto(answers)
    member.goto(answers)

    save(member, "One\nTheirs")
    save(lead, "One\nMine", status=409)
    versions = form_of(lead).locator(".versions")
    expect(versions.locator("section").nth(0)).to_contain_text("Mine")
    expect(versions.locator("section").nth(1)).to_contain_text("Theirs")
    expect(form_of(lead)).to_contain_text("has saved another version of this answer.")

    # While the conflict stands nothing is sent for good, and the page says for which answer.
    submitting = lead.context.new_page()
    submitting.goto(f"{proposal}submit/")
    waiting = submitting.locator("#unsettled")
    expect(waiting.locator("a:visible")).to_have_count(1)

    # A second conflict while the first is resolved shows the newer version and still loses nothing.
    save(member, "One\nTheirs again")
    press(lead, "Keep mine")
    expect(versions).to_contain_text("Theirs again")
    expect(field_of(lead)).to_have_value("One\nMine")
    press(lead, "Edit both together")
    expect(field_of(lead)).to_have_value("One\nMine\nTheirs again")
    press(lead, "Save what is in the field")
    expect(form_of(lead).locator("[data-state]")).to_have_text("Saved")
    expect(waiting).to_be_hidden()

    # The member, who has not read it, may take it and bring the own text back.
    save(member, "Zwei", status=409)
    press(member, "상대의 글 사용")
    expect(field_of(member)).to_have_value("One\nMine\nTheirs again")
    with member.expect_response(lambda answer: answer.request.method == "POST"):
        form_of(member).locator("[data-bring-back]").click()
    assert text_of(lead, answers) == "Zwei"


def test_a_second_tab_is_not_somebody_else_and_each_keeps_its_text(site: str, signed_in: SignedIn) -> None:
    one = signed_in("jung@demo.example.org")
    proposal = begin(one, site)
    answers = f"{proposal}answers/"
    two, submitting = one.context.new_page(), one.context.new_page()
    for page in (one, two):
        page.goto(answers)

    # A tab in which nobody has typed goes along with the other.
    save(one, TEXT)
    expect(field_of(two)).to_have_value(TEXT)

    # One tab cannot reach the server; what is typed there stays although the other one saves.
    two.route("**/answers/**", lambda route: route.abort())
    field_of(two).fill("From two")
    expect(form_of(two).locator("[data-state]")).to_contain_text("cannot be reached")
    save(one, "From one")
    two.unroute("**/answers/**")
    expect(form_of(two)).to_contain_text("in another tab or window", timeout=20_000)
    save(one, "From one, later")
    two.close()
    submitting.goto(f"{proposal}submit/")
    expect(submitting.locator("#unsettled")).to_be_visible()

    # It comes back in the tab that is opened next; taking the saved one sets both free.
    submitting.locator("#unsettled a:visible").click()
    expect(field_of(submitting)).to_have_value("From two")
    press(submitting, "Take the saved one")
    expect(field_of(submitting)).to_have_value("From one, later")
    submitting.goto(f"{proposal}submit/")
    expect(submitting.locator("#unsettled")).to_be_hidden()


def test_nobody_meets_what_another_account_typed_in_the_same_browser(site: str, signed_in: SignedIn) -> None:
    page, colleague = signed_in("jung@demo.example.org"), signed_in("kim@demo.example.org")
    proposal = begin(page, site)
    invite(page, proposal, "kim@demo.example.org", side="KR", role="member")
    accept_invitation(colleague, site)
    page.goto(f"{proposal}answers/")
    page.route("**/answers/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    field_of(page).fill("Never sent")
    page.goto(f"{proposal}submit/")
    expect(page.locator("#unsettled")).to_be_visible()
    page.context.clear_cookies()
    page.context.add_cookies(colleague.context.cookies())
    page.goto(f"{proposal}submit/")
    expect(page.locator("#unsettled")).to_be_hidden()
    assert text_of(page, f"{proposal}answers/") == ""
