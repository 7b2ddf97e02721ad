"""Each kind of answer as it is typed, kept and counted: by the server and by the page alike."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from exchange.dossiers.checks.answers_within_limits import count_length
from exchange.dossiers.values.answers import read_answer
from exchange.dossiers.values.questions import Question

SCRIPT = Path(__file__).resolve().parents[2] / "exchange/dossiers/static/dossiers/autosave.js"


def question(kind: str, **more: Any) -> Question:
    return Question.model_validate({"key": "q", "label": {"en": "Q"}, "kind": kind, **more})


CHOICES = {"choices": [{"key": key, "label": {"en": key}} for key in ("yes", "no")]}
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
        (question("long_text"), "x" * 100_001),
        (question("choice", **CHOICES), "maybe"),
        (question("number", maximum=5), "6"),
        (question("number"), "NaN"),
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


@pytest.mark.browser
def test_the_page_counts_as_the_server_does() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_script_tag(content=SCRIPT.read_text())
        texts = json.dumps([text for text, *_ in EXAMPLES])
        counted = page.evaluate(f"{texts}.map((t) => [countLength(t, 'words'), countLength(t, 'characters')])")
        browser.close()
    assert counted == [[words, characters] for _, words, characters in EXAMPLES]
