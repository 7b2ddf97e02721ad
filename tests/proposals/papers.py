"""A call whose partners are matched, with two concept papers of each side, submitted; the stage is over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import ConsentNotice, Organisation, Researcher, User
from exchange.programmes.models import Agency, Call, Programme, ProgrammeManager, Stage
from exchange.programmes.services import create_call, publish_call
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.services.proposals import create_proposal
from exchange.proposals.services.submission import confirm_side
from tests.cast import consent_to, make_researcher
from tests.programmes.cast import make_definition, text
from tests.proposals.cast import answer, sign_off, submit_read

Papers = dict[str, Proposal]


@pytest.fixture
def us_officer(programme: Programme, afosr: Agency, us_manager: User) -> User:
    """The US manager manages the programme for AFOSR."""
    ProgrammeManager.objects.create(programme=programme, officer=afosr.officers.get(user=us_manager))
    return us_manager


@pytest.fixture
def pairing_call(programme: Programme, korean_manager: User) -> Call:
    now = timezone.now()
    stages = [
        {"kind": "concept_paper", "opens_at": now - timedelta(days=9), "closes_at": now + timedelta(days=1)},
        {
            "kind": "full_proposal",
            "opens_at": now + timedelta(days=20),
            "closes_at": now + timedelta(days=50),
            "by_invitation": True,
        },
    ]
    questions = [
        {"key": "concept", "label": text("Idea"), "kind": "long_text", "stage": "concept_paper", "limit": 900},
        {"key": "plan", "label": text("Plan"), "kind": "long_text", "stage": "full_proposal", "limit": 900},
    ]
    definition = make_definition(team_formation="matchmaking", stages=stages, questions=questions)
    call = create_call(programme, definition=definition, by=korean_manager)
    publish_call(call, note="First version", by=korean_manager)
    call.refresh_from_db()
    return call


def hand_in(call: Call, researcher: Researcher, title: str, abstract: str) -> Proposal:
    assert researcher.user is not None
    titles = {"title_ko": title} if researcher.country == Side.KR else {"title_en": title}
    paper = create_proposal(call, researcher=researcher, **titles)
    paper.title_en = paper.title_en or f"{title} (English)"
    paper.title_ko = paper.title_ko or f"{title} (국문)"
    paper.save()
    side = Side(researcher.country)
    answer(paper, "concept", side, abstract)
    sign_off(paper)
    confirm_side(paper, side=side, digest=load_draft(paper).digest(), by=researcher.user)
    submit_read(paper, by=researcher.user)
    paper.refresh_from_db()
    return paper


def another(email: str, name: str, organisation: Organisation, notice: ConsentNotice) -> Researcher:
    researcher = make_researcher(email, name, organisation)
    consent_to(researcher, Side.US if researcher.country == Side.KR else Side.KR, notice)
    return researcher


@pytest.fixture
def papers(
    pairing_call: Call,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_organisation: Organisation,
    us_organisation: Organisation,
    notice: ConsentNotice,
) -> Papers:
    """``k1`` and ``u1`` are the cast's; all four submitted, nothing reviewed, the stage over."""
    k2 = another("jun@example.org", "Jun Seo", korean_organisation, notice)
    u2 = another("sam@example.org", "Sam Hill", us_organisation, notice)
    made = {
        "k1": hand_in(pairing_call, korean_researcher, "공장의 신뢰", "people trust robots on the factory floor"),
        "k2": hand_in(pairing_call, k2, "센서 이상", "sensors see faults in welding"),
        "u1": hand_in(pairing_call, us_researcher, "Trust in robots", "operators trust robots"),
        "u2": hand_in(pairing_call, u2, "Welding faults", "faults in welding seams"),
    }
    Stage.objects.filter(call=pairing_call, kind="concept_paper").update(closes_at=timezone.now() - timedelta(hours=1))
    return made
