"""Concept papers of both sides run to joint drafts, in a real browser: two applicants in two languages, and a manager."""

import os
import re

import pytest

from tests.browser.conftest import CHROMIUM, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Page, expect  # noqa: E402

LEADS = {"kim": "Seoyeon Kim", "park": "Jihoon Park", "carter": "Maya Carter", "nguyen": "Daniel Nguyen"}


def papers_of(page: Page) -> dict[str, str]:
    """Public ids of the demo's papers by their lead's short name, from the manager's list."""
    links = {short: page.locator("tr", has_text=name).locator("th a") for short, name in LEADS.items()}
    return {short: str(link.get_attribute("href")).split("/")[2] for short, link in links.items()}


def rank_only(page: Page, address: str, counterpart: str, save: str, saved: str) -> None:
    page.goto(address)
    for field in page.locator("input[name^=rank-]").all():
        field.fill("1" if field.get_attribute("name") == f"rank-{counterpart}" else "")
    page.get_by_role("button", name=save, exact=True).last.click()
    expect(page.locator("main .notice.success")).to_have_text(saved)


def test_the_concept_paper_matching_runs_to_joint_drafts(site: str, signed_in: SignedIn) -> None:
    manager = signed_in("manager-kr@demo.example.org")
    manager.get_by_role("link", name="Match concept papers").click()
    ids = papers_of(manager)
    for name in ("kim", "park"):
        manager.select_option(f"select[name='{ids[name]}-result']", "yes")
    manager.get_by_role("button", name="Save the results").click()
    expect(manager.locator("main")).to_contain_text("4 papers advance so far.")
    manager.fill("input[name=closes_at]", "2099-01-01T00:00")
    manager.get_by_role("button", name="Open the priorities").click()
    expect(manager.locator("main")).to_contain_text("Priorities are being set")

    kim, carter = signed_in("kim@demo.example.org", locale="ko-KR"), signed_in("carter@demo.example.org")
    rank_only(kim, f"{site}/proposals/{ids['kim']}/priorities/", ids["carter"], "순서 저장", "저장했습니다.")
    rank_only(carter, f"{site}/proposals/{ids['carter']}/priorities/", ids["kim"], "Save the order", "Saved.")

    manager.reload()
    manager.locator("summary", has_text="Close at another time").click()
    manager.get_by_role("button", name="Close now").click()
    manager.get_by_role("button", name="Run the matching").click()
    expect(manager.locator("main")).to_contain_text("number 1 of the Korean paper’s list, number 1 of the US paper’s")
    manager.get_by_role("button", name=re.compile("^Confirm")).click()
    expect(manager.locator("main .badge").first).to_have_text("Confirmed")

    for person, name, link in ((kim, "kim", "공동 초안 열기"), (carter, "carter", "Open the joint draft")):
        person.goto(f"{site}/proposals/{ids[name]}/")
        person.get_by_role("link", name=link).click()
        expect(person.locator("main")).to_contain_text("Seoyeon Kim")
        expect(person.locator("main")).to_contain_text("Maya Carter")
