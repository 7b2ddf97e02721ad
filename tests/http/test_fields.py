"""Every text of a model that has a bound keeps it, whoever saves; names and titles stay in one line."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Concat, Lower
from django.test import Client

from exchange.http.fields import OneLineField
from exchange.people.models import Organisation, Researcher, User

NAME = re.compile(
    r"(name|title|subject)(_(en|ko|romanised|native))?|department|city|venue|organisation(_text)?|text|purpose"
)
FORGED = "Kim\n\nYour\u2028account\vends\x85\ftoday:\u2029\r\nhttps://evil.example\tnow"
ONE_LINE = "Kim Your account ends today: https://evil.example now"

FIELDS = [
    pytest.param(model, field, id=f"{model._meta.label}.{field.name}")
    for model in apps.get_models()
    if model.__module__.startswith(("exchange.", "matching.")) and not hasattr(model, "pgh_id")
    for field in model._meta.local_concrete_fields
    if isinstance(field, models.TextField | models.CharField) and field.max_length and not field.choices
]


def refused(model: type[models.Model], field: models.Field, value: str) -> list[str]:
    others = {other.name for other in model._meta.fields} - {field.name}
    try:
        model(**{field.name: value}).clean_fields(exclude=others)
    except ValidationError as error:
        return [one.code for one in error.error_dict[field.name] if one.code == "max_length"]
    return []


def test_there_are_texts_with_a_bound() -> None:
    assert sum(isinstance(one.values[1], models.TextField) for one in FIELDS) >= 15


@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_a_text_that_is_too_long_is_refused(model: type[models.Model], field: models.Field) -> None:
    """As ``full_clean`` asks, before anything is saved; one of just that length is not."""
    assert field.max_length is not None
    assert refused(model, field, "x" * (field.max_length + 1)) == ["max_length"]
    assert refused(model, field, "x" * field.max_length) == []


# What stands in the queue of mails is written by us, and its subject is brought to one line there.
OURS = {"messaging.OutboxMessage", "matching.Passage", "matching.Policy"}


NAMES = [
    one
    for one in FIELDS
    if isinstance(one.values[1], models.CharField)
    and NAME.fullmatch(one.values[1].name)
    and one.values[0]._meta.label not in OURS  # type: ignore[union-attr]
]


def test_there_are_names() -> None:
    assert len(NAMES) >= 25


@pytest.mark.parametrize(("model", "field"), NAMES)
def test_names_and_titles_are_of_one_line(model: type[models.Model], field: models.Field) -> None:
    assert isinstance(field, OneLineField)
    assert field.clean("Kim\nMinji", model()) == "Kim Minji"


@pytest.mark.django_db
def test_a_name_begins_no_line_in_a_letter_to_others(
    client_of: Callable[[User | Researcher], Client], korean_researcher: Researcher
) -> None:
    own = korean_researcher
    answer = client_of(own).patch("/api/v1/profile", {"name_romanised": FORGED}, content_type="application/json")
    assert answer.json()["name_romanised"] == ONE_LINE
    own.refresh_from_db()
    assert own.name_romanised == ONE_LINE


@pytest.mark.django_db
def test_whoever_saves_saves_one_line() -> None:
    made = Organisation.objects.bulk_create([Organisation(ror_id="local:1", name=FORGED)])[0]
    assert made.name == ONE_LINE
    Organisation.objects.filter(pk=made.pk).update(name=FORGED, city=Concat("ror_id", models.Value("\n")))
    made.refresh_from_db()
    assert (made.name, made.city) == (ONE_LINE, "local:1\n")
    assert Organisation.objects.filter(name=FORGED).exists()
    made.city = Lower(models.Value("SEOUL"))
    made.save()
    made.refresh_from_db()
    assert made.city == "seoul"
