"""Concept papers of both sides run to joint drafts, in a real browser: two applicants in two languages, and a manager."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import CHROMIUM, MANAGE, SignedIn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") != "1":
    pytest.skip("no chromium on this machine", allow_module_level=True)

from playwright.sync_api import Page, expect  # noqa: E402

HANDED_IN = """
import json
from datetime import timedelta
from django.utils import timezone
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, Call, Stage
from exchange.proposals.models import Submission
from exchange.proposals.selectors.pairing import abstract_question
from exchange.proposals.services.pairing import ReviewResult, enter_first_reviews
from exchange.proposals.services.proposals import create_proposal

call, now = Call.objects.get(title_en__startswith="IITP–BMWK"), timezone.now()
concept = Stage.objects.filter(call=call, kind="concept_paper")
concept.update(opens_at=now - timedelta(days=9), closes_at=now + timedelta(days=1))
papers = {}
for name in ("kim", "park", "carter", "nguyen"):
    researcher = Researcher.objects.get(user__email=f"{name}@demo.example.org")
    paper = create_proposal(call, researcher=researcher, title_en=f"Concept of {name}", title_ko=f"{name} 개념계획서")
    paper.state, paper.submitted_at = "submitted", now
    paper.save()
    text = researcher.statement_ko if researcher.country == "KR" else researcher.statement_en
    answer = {"question": abstract_question(call.definition), "side": researcher.country, "value": text}
    Submission.objects.create(
        proposal=paper, stage=paper.stage, number=1, call_version=call.version, digest="0" * 64,
        submitted_by=researcher.user, submitted_at=now,
        content={"title": {"en": paper.title_en, "ko": paper.title_ko}, "members": [], "answers": [answer],
                 "files": [], "budget": []},
    )
    papers[name] = paper
concept.update(closes_at=now - timedelta(minutes=1))
agency = Agency.objects.get(programmes=call.programme, side="US")
results = {papers[name].pk: ReviewResult(True) for name in ("carter", "nguyen")}
enter_first_reviews(call, agency=agency, results=results, by=User.objects.get(email="manager-us@demo.example.org"))
print("IDS" + json.dumps({"call": str(call.public_id)} | {name: str(paper.public_id) for name, paper in papers.items()}))
"""


def hand_in(home: Path) -> dict[str, str]:
    """Four papers, and the US agency's results; their public ids by name."""
    removed = {"DATABASE_URL", "REDIS_URL", "GYORYU_DEMO", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in removed}
    environment |= {"SECRET_KEY": "test", "GYORYU_HOME": str(home), "GYORYU_TEST_ENGINES": "1"}
    command = [sys.executable, "-W", "ignore", str(MANAGE), "shell", "-c", HANDED_IN]
    told = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert told.returncode == 0, told.stderr
    ids: dict[str, str] = json.loads(told.stdout.partition("IDS")[2])
    return ids


def rank_only(page: Page, address: str, counterpart: str, save: str, saved: str) -> None:
    page.goto(address)
    for field in page.locator("input[name^=rank-]").all():
        field.fill("1" if field.get_attribute("name") == f"rank-{counterpart}" else "")
    page.get_by_role("button", name=save, exact=True).last.click()
    expect(page.locator("main .notice.success")).to_have_text(saved)


def test_the_concept_paper_matching_runs_to_joint_drafts(site: str, home: Path, signed_in: SignedIn) -> None:
    ids = hand_in(home)
    manager = signed_in("manager-kr@demo.example.org")
    manager.goto(f"{site}/calls/{ids['call']}/pairing/")
    for name in ("kim", "park"):
        manager.select_option(f"select[name='{ids[name]}-result']", "yes")
    manager.get_by_role("button", name="Save the results").click()
    expect(manager.locator("main")).to_contain_text("4 papers go on so far.")
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
