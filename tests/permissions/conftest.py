"""The account of every role, and each slice's world."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from exchange.people.enums import Side
from exchange.people.models import ConsentNotice, Organisation, Researcher, User
from tests.cast import consent_to, make_researcher
from tests.permissions.matching import matching_world as matching_world
from tests.permissions.messaging import messaging_world as messaging_world
from tests.permissions.office import office_world as office_world
from tests.permissions.pairing import pairing_world as pairing_world
from tests.permissions.people import people_world as people_world
from tests.permissions.programmes import programmes_world as programmes_world
from tests.permissions.projects import projects_world as projects_world
from tests.permissions.proposals import proposals_world as proposals_world
from tests.permissions.proposals import submitted as submitted
from tests.permissions.roles import EVERYBODY
from tests.permissions.web import web_world as web_world

SignIn = Callable[[User | Researcher], Client]


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Every refusal would write its traceback."""
    caplog.set_level(logging.ERROR, logger="django.request")


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def accounts(
    researchers: dict[str, Researcher], officers: dict[str, User], outsider: User, staff: User
) -> dict[str, User]:
    """Of every role that has one."""
    people = {role: person.user for role, person in researchers.items() if person.user is not None}
    return people | officers | {"outsider": outsider, "staff": staff}


@pytest.fixture
def researchers(
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_organisation: Organisation,
    us_organisation: Organisation,
    notice: ConsentNotice,
) -> dict[str, Researcher]:
    peer = make_researcher("peer@example.org", "Jihun Seo", korean_organisation)
    consent_to(peer, Side.US, notice)
    return {
        "korean": korean_researcher,
        "us": us_researcher,
        "peer": peer,
        "closed": make_researcher("closed@example.org", "Robin Vale", us_organisation),
        "invited": make_researcher("invited@example.org", "Sam Field", us_organisation),
    }


@pytest.fixture
def officers(korean_manager: User, us_manager: User, officer: User) -> dict[str, User]:
    """The cast's ``programme`` is the Korean manager's."""
    return {"manager": korean_manager, "other": us_manager, "officer": officer}


@pytest.fixture
def clients(client_of: SignIn, accounts: dict[str, User]) -> dict[str, Client]:
    return {role: client_of(accounts[role]) if role in accounts else Client() for role in sorted(EVERYBODY)}
