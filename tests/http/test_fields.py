"""Every text of a model that has a bound keeps it, whoever saves."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

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
