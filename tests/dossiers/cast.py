"""The tables of the trial, and a plan of stay between the two researchers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from pytest_django import Settings

from exchange.people.models import Researcher, User
from tests.dossiers.documents import pdf
from tests.dossiers.trial import services
from tests.dossiers.trial.models import MODELS, Plan
from tests.dossiers.trial.values import QUESTIONS


@pytest.fixture
def trial(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """The tables go with the test's transaction, or where the test commits, after it."""
    marker = request.node.get_closest_marker("django_db")
    request.getfixturevalue("transactional_db" if marker and marker.kwargs.get("transaction") else "db")
    settings.MEDIA_ROOT = tmp_path
    with connection.schema_editor() as editor:
        for model in MODELS:
            editor.create_model(model)
    for model in MODELS:
        for trigger in getattr(model._meta, "triggers", []):
            trigger.install(model)
    try:
        yield
    finally:
        if not connection.in_atomic_block:
            with connection.schema_editor() as editor:
                for model in reversed(MODELS):
                    editor.delete_model(model)


@pytest.fixture
def plan(trial: None, korean_researcher: Researcher, us_researcher: Researcher) -> Plan:
    """Minji visits Alex."""
    return Plan.objects.create(visitor=korean_researcher.user, host=us_researcher.user)


def say(plan: Plan, key: str, party: str | None, value: object, *, version: int = 0, by: User | None = None) -> None:
    question = next(one for one in QUESTIONS if one.key == key)
    services.save(plan, question, party, value, version, by or plan.visitor)


@pytest.fixture
def complete(plan: Plan) -> Plan:
    """Every rule fulfilled, confirmed by nobody yet."""
    say(plan, "aim", "visitor", "Learn")
    say(plan, "aim", "host", "Teach", by=plan.host)
    say(plan, "housing", "host", "yes", by=plan.host)
    services.attach(plan, "letter", "host", ContentFile(pdf(), name="letter.pdf"), plan.host)
    return plan
