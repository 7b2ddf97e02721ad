"""Each kind of answer as it is typed, kept, counted and read."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from exchange.dossiers.checks.answers_within_limits import count_length
from exchange.dossiers.values.answers import (
    MOST_CHARACTERS,
    MOST_IN_A_CELL,
    MOST_ROWS,
    describe,
    read_answer,
    typed_rows,
    typed_value,
)
from exchange.dossiers.values.questions import Question


def question(kind: str, **more: Any) -> Question:
    return Question.model_validate({"key": "q", "label": {"en": "Q"}, "kind": kind, **more})


CHOICES = {"choices": [{"key": key, "label": {"en": label}} for key, label in (("yes", "Yes, please"), ("no", "No"))]}
COLUMNS = {"columns": [{"key": "year", "label": {"en": "Year"}}]}


@pytest.mark.parametrize(
    ("asked", "typed", "value"),
    [
        (question("long_text"), "a\r\nb ", "a\nb "),
        (question("short_text"), "  ", None),
        (question("choice", **CHOICES), "yes", "yes"),
        (question("number"), "1,200.5", 1200.5),
        (question("number"), 0, 0),
        (question("money", currency="USD"), "$1,000.50", 100050),
        (question("money", currency="KRW", minimum=100), "100", 100),
        (question("date"), "2026-07-01", "2026-07-01"),
        (question("table", **COLUMNS), [{"year": " 1 ", "other": "x"}, {"year": ""}], [{"year": "1"}]),
        (question("table", **COLUMNS), [], None),
        (question("long_text"), "x" * MOST_CHARACTERS, "x" * MOST_CHARACTERS),
        (question("choice", **CHOICES), "", None),
        (question("number"), " ", None),
        (question("number"), 10**15, 10**15),
        (question("number"), "-1000000000000000", -(10**15)),
        (question("number", minimum=5, maximum=5), "5", 5),
        (question("money", currency="KRW"), 10**15, 10**15),
        (question("money", currency="USD", minimum=5, maximum=5), "5", 500),
        (question("money", currency="USD"), 0, 0),
        (question("money", currency="USD"), " ", None),
        (question("date"), " ", None),
        (question("table", **COLUMNS), [{"year": "x" * MOST_IN_A_CELL}], [{"year": "x" * MOST_IN_A_CELL}]),
        (question("table", **COLUMNS), [{"year": "1"}, {}] * MOST_ROWS, [{"year": "1"}] * MOST_ROWS),
        (question("long_text"), None, None),
        (question("file"), None, None),
    ],
)
def test_each_kind_is_read(asked: Question, typed: object, value: object) -> None:
    assert read_answer(asked, typed) == value


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (question("long_text"), "a\0b"),
        (question("long_text"), "\ud800"),
        (question("long_text"), 5),
        (question("long_text"), "x" * (MOST_CHARACTERS + 1)),
        (question("choice", **CHOICES), "maybe"),
        (question("number", maximum=5), "6"),
        (question("number"), "NaN"),
        (question("number"), "Infinity"),
        (question("number"), 10**15 + 1),
        (question("number"), -(10**15) - 1),
        (question("number", minimum=5), "4"),
        (question("money", currency="USD", maximum=5), "5.01"),
        (question("money", currency="KRW"), 10**15 + 1),
        (question("money", currency="KRW"), -1),
        (question("money", currency="KRW"), True),
        (question("money", currency="KRW"), "1" * 41),
        (question("table", **COLUMNS), [{"year": "1"}, "2"]),
        (question("table", **COLUMNS), {}),
        (question("table", **COLUMNS), [{"year": "x" * (MOST_IN_A_CELL + 1)}]),
        (question("table", **COLUMNS), [{"year": "1"}] * (MOST_ROWS + 1)),
        (question("number"), "many"),
        (question("money", currency="KRW", minimum=100), "99"),
        (question("money", currency="KRW"), "1.5"),
        (question("date"), "2026-02-30"),
        (question("table", **COLUMNS), "text"),
        (question("table", **COLUMNS), [{"year": 1}]),
        (question("file"), "x"),
    ],
)
def test_bad_values_are_refused_in_words(asked: Question, typed: object) -> None:
    with pytest.raises(ValidationError):
        read_answer(asked, typed)


@pytest.mark.parametrize(("typed", "said"), [("999", "At least 1,000."), ("2001", "At most 2,000.")])
def test_bounds_are_written_as_people_write_them(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_answer(question("number", minimum=1000, maximum=2000), typed)
    assert refused.value.messages == [said]


def test_what_is_kept_at_most() -> None:
    assert (MOST_CHARACTERS, MOST_IN_A_CELL, MOST_ROWS) == (100_000, 2_000, 200)


PLACES = {"columns": [{"key": key, "label": {"en": key}} for key in ("year", "place_2")]}


def test_the_rows_of_a_table_come_from_the_fields_of_the_page() -> None:
    fields = {
        "cell-10-year": "2027",
        "cell-2-year": "2026",
        "cell-2-place_2": "Daejeon",
        "cell-2-other": "not asked",
        "cell-x-year": "no row",
        "xcell-3-year": "no cell",
        "value": "none of it",
    }
    rows = typed_rows(fields, question("table", **PLACES))
    assert rows == [{"year": "2026", "place_2": "Daejeon"}, {"year": "2027"}]


@pytest.mark.parametrize(
    ("asked", "value", "typed", "read"),
    [
        (question("long_text"), "Text", "Text", "Text"),
        (question("long_text"), None, "", ""),
        (question("choice", **CHOICES), "yes", "yes", "Yes, please"),
        (question("choice", **CHOICES), "gone", "gone", "gone"),
        (question("number"), 1200.5, 1200.5, "1200.5"),
        (question("number"), 0, 0, "0"),
        (question("money", currency="USD"), 100050, "1,000.50", "$1,000.50"),
        (question("money", currency="KRW"), 1000, "1,000", "₩1,000"),
        (question("money", currency="USD"), None, "", ""),
        (question("date"), "2026-07-01", "2026-07-01", "July 1, 2026"),
        (
            question("table", **PLACES),
            [{"year": "2026", "place_2": "Daejeon"}, {"year": "2027"}],
            [{"year": "2026", "place_2": "Daejeon"}, {"year": "2027"}],
            "2026 | Daejeon\n2027 | ",
        ),
    ],
)
def test_each_kind_stands_in_its_field_and_is_read(asked: Question, value: Any, typed: Any, read: str) -> None:
    assert (typed_value(asked, value), describe(asked, value)) == (typed, read)


EXAMPLES = [
    ("", 0, 0),
    ("사람과 로봇의 협업", 3, 10),
    ("a\r\nb", 2, 3),
    ("  two\u3000words\u2003 ", 2, 13),
    ("🤖 robot", 2, 7),
    ("zero\ufeffwidth is\x1cone", 3, 17),
]


@pytest.mark.parametrize(("text", "words", "characters"), EXAMPLES)
def test_lengths_are_counted(text: str, words: int, characters: int) -> None:
    assert (count_length(text, "words"), count_length(text, "characters")) == (words, characters)
