"""What is wrong with a definition is told at its place, in words of ours."""

from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from exchange.dossiers.values.definition_errors import errors_by_place


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    key: Annotated[str, Field(max_length=3)]
    count: Annotated[int, Field(ge=1, le=5)] = 1
    colour: Colour = Colour.RED
    at: AwareDatetime | None = None


class Whole(BaseModel):
    parts: tuple[Part, ...] = ()

    @model_validator(mode="after")
    def _some(self) -> "Whole":
        if not self.parts:
            raise ValueError("A whole has parts.")
        return self


PART = {"key": "abc"}


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, {"non_field_errors": ["A whole has parts."]}),
        ({"parts": [{}]}, {"parts.0.key": ["This field is required."]}),
        ({"parts": [PART, {**PART, "shoe": 1}]}, {"parts.1.shoe": ["There is no such field."]}),
        ({"parts": [{**PART, "colour": "green"}]}, {"parts.0.colour": ["Expected: 'red', 'blue'."]}),
        ({"parts": [{**PART, "count": 0}]}, {"parts.0.count": ["At least 1 is needed."]}),
        ({"parts": [{**PART, "count": 6}]}, {"parts.0.count": ["At most 5 is allowed."]}),
        ({"parts": [{**PART, "count": "many"}]}, {"parts.0.count": ["A whole number is needed."]}),
        ({"parts": [{**PART, "key": "abcd"}]}, {"parts.0.key": ["At most 3 characters are allowed."]}),
        ({"parts": [{**PART, "key": 1}]}, {"parts.0.key": ["A text is needed."]}),
        (
            {"parts": [{**PART, "at": 1e99}]},
            {"parts.0.at": ["An instant such as 2026-02-21T15:00:00+09:00 is needed."]},
        ),
        ({"parts": "none"}, {"parts": ["A list is needed."]}),
    ],
)
def test_each_is_told_at_its_place(sent: dict[str, Any], told: dict[str, list[str]]) -> None:
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate(sent)
    assert errors_by_place(refused.value) == told


def test_two_at_one_place_are_both_told() -> None:
    with pytest.raises(ValidationError) as refused:
        Whole.model_validate({"parts": [{"key": "abcd", "count": 9}]})
    assert list(errors_by_place(refused.value)) == ["parts.0.key", "parts.0.count"]
