"""A small programme of two agencies, with a call that has everything in it once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Agency, AgencyOfficer, Call, Programme, ProgrammeManager, YearBudget
from exchange.programmes.services import create_call, publish_call
from exchange.programmes.values.definition import CallDefinition
from tests.cast import make_account


def text(words: str) -> dict[str, str]:
    return {"en": words, "ko": f"{words} (국문)"}


def make_definition(**changes: Any) -> CallDefinition:
    """A white paper that is open now, two budget years, a document and two questions."""
    now = timezone.now()
    values: dict[str, Any] = {
        "title": text("Human-robot teams"),
        "summary": text("Teams of both countries."),
        "stages": [
            {
                "kind": StageKind.WHITE_PAPER,
                "opens_at": now - timedelta(days=1),
                "closes_at": now + timedelta(days=7),
            }
        ],
        "ceilings": [
            {
                "side": Side.KR,
                "starts_on": date(2096, 7, 1),
                "ends_on": date(2096, 12, 31),
                "amount_minor": 125_000_000,
                "currency": Currency.KRW,
            }
        ],
        "questions": [
            {"key": "aims", "label": text("Aims"), "kind": "long_text", "stage": "white_paper", "limit": 200}
        ],
    }
    return CallDefinition.model_validate({**values, **changes})


@pytest.fixture
def iitp(db: None) -> Agency:
    return Agency.objects.create(
        code="iitp", name_en="IITP", name_ko="정보통신기획평가원", side=Side.KR, languages=["ko"], currency=Currency.KRW
    )


@pytest.fixture
def afosr(db: None) -> Agency:
    return Agency.objects.create(
        code="afosr",
        name_en="AFOSR",
        name_ko="미국 공군과학연구실",
        side=Side.US,
        languages=["en"],
        currency=Currency.USD,
        time_zone="America/New_York",
    )


def make_programme(name_en: str, name_ko: str, *agencies: Agency) -> Programme:
    years = {"starts_on": date(2025, 7, 1), "ends_on": date(2028, 6, 30)}
    programme = Programme.objects.create(name_en=name_en, name_ko=name_ko, **years)
    programme.agencies.set(agencies)
    return programme


@pytest.fixture
def programme(iitp: Agency, afosr: Agency) -> Programme:
    """What the Korean manager manages for IITP; the US manager has no part in it."""
    return make_programme("ROK-US Initiative", "한미 공동연구", iitp, afosr)


def make_officer(email: str, agency: Agency, *programmes: Programme) -> User:
    """An account with an office at ``agency``, which manages ``programmes`` for it."""
    user = make_account(email)
    officer = AgencyOfficer.objects.create(agency=agency, user=user)
    for programme in programmes:
        ProgrammeManager.objects.create(programme=programme, officer=officer)
    return user


@pytest.fixture
def korean_manager(iitp: Agency, programme: Programme) -> User:
    return make_officer("manager-kr@example.org", iitp, programme)


@pytest.fixture
def us_manager(afosr: Agency) -> User:
    return make_officer("manager-us@example.org", afosr, make_programme("Another", "다른 사업", afosr))


@pytest.fixture
def officer(afosr: Agency) -> User:
    """Has an office and manages nothing."""
    return make_officer("officer@example.org", afosr)


@pytest.fixture
def year_budget(programme: Programme, iitp: Agency) -> YearBudget:
    return YearBudget.objects.create(
        programme=programme, agency=iitp, fiscal_year=2026, currency=Currency.KRW, amount_minor=250_000_000
    )


@pytest.fixture
def draft_call(programme: Programme, korean_manager: User) -> Call:
    return create_call(programme, definition=make_definition(), by=korean_manager)


@pytest.fixture
def call(draft_call: Call, korean_manager: User) -> Call:
    publish_call(draft_call, note="First version", by=korean_manager)
    draft_call.refresh_from_db()
    return draft_call
