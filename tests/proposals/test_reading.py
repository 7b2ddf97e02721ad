"""Submissions compared, as values."""

from dataclasses import replace

from exchange.dossiers.enums import QuestionKind
from exchange.dossiers.values.reading import ReadAnswer, ReadQuestion
from exchange.dossiers.values.text import Text
from exchange.proposals.values.reading import ReadSubmission, changes


def question(key: str, label: str, text: str) -> ReadQuestion:
    return ReadQuestion(key, Text(en=label), QuestionKind.LONG_TEXT, (), (ReadAnswer("US", text),))


def test_questions_of_the_same_words_are_compared_each_by_itself() -> None:
    old = ReadSubmission("", "", (), (question("first", "Plan", "a"), question("second", "Plan", "b")), (), ())
    new = replace(old, questions=(question("first", "Plan", "x"), question("second", "Plan", "b")))
    assert [(part.label, part.party, [one.text for one in part.changes]) for part in changes(old, new)] == [
        ("Plan", "US", ["a", "x"])
    ]


def test_what_is_gone_comes_last_under_its_old_words() -> None:
    old = ReadSubmission("T", "", (), (question("gone", "Plan", "a"), question("kept", "Aims", "b")), (), ())
    new = replace(old, title_en="U", questions=(question("kept", "Our aims", "c"),))
    assert [part.label for part in changes(old, new)] == ["title", "Our aims", "Plan"]
