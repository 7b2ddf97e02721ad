"""The tests' own list, registered beside the product's."""

from pathlib import Path
from typing import Any

import pytest

from exchange.jobs import services as jobs
from exchange.office.selectors import managed
from exchange.people.models import User
from exchange.programmes.models import Call, Programme
from exchange.programmes.services import create_call
from tests.office.programme_calls import BEGUN, CALLS
from tests.programmes.cast import make_definition


@pytest.fixture(autouse=True)
def registered(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is handed to a worker."""
    monkeypatch.setattr(managed, "_lists", dict(managed._lists))
    managed.register(CALLS)
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: None)
    settings.ROOT_URLCONF, settings.MEDIA_ROOT = "tests.office.urls", tmp_path


@pytest.fixture
def calls(call: Call, programme: Programme, us_manager: User) -> list[Call]:
    """A published one of the Korean manager and a draft of the US manager, who has no part in the programme."""
    draft = create_call(programme, definition=make_definition(ceilings=[]), by=us_manager)
    Call.objects.update(created_at=BEGUN)
    return [Call.objects.get(pk=pk) for pk in (call.pk, draft.pk)]
