"""A dossier as one value: what is kept of it, and its digest."""

from typing import Any

from exchange.dossiers.values.content import File
from tests.dossiers.trial.values import PlanContent

LETTER = File("letter", "host", "letter.pdf", 3, 1, "0")


def content(**changes: Any) -> PlanContent:
    return PlanContent(**{"answers": {("aim", "host"): "Teach"}, "files": (LETTER,), **changes})


def test_what_is_kept_names_each_party() -> None:
    assert content().content() == {
        "answers": [
            {"question": "aim", "party": "visitor", "value": None},
            {"question": "aim", "party": "host", "value": "Teach"},
            {"question": "housing", "party": "host", "value": None},
            {"question": "start", "party": "", "value": None},
        ],
        "files": [{"party": "host", "document": "letter", "name": "letter.pdf", "size": 3, "pages": 1, "sha256": "0"}],
    }


def test_the_digest_names_the_content_and_nothing_that_is_not_asked() -> None:
    same = content(answers={("street", "visitor"): "not asked", ("aim", "host"): "Teach"})
    other = content(answers={("aim", "host"): "Teach."})
    assert (same.digest() == content().digest(), other.digest() == content().digest()) == (True, False)


def test_what_is_expected_of_all_together_comes_once() -> None:
    assert [(document.key, party) for document, party in content().expected_files()] == [
        ("insurance", "visitor"),
        ("letter", "host"),
        ("photo", None),
    ]


def test_a_digest_stays_what_it_was_over_releases() -> None:
    """Else what people have confirmed would be void with the next one."""
    known = content(answers={("aim", "host"): "로봇 & café", ("start", ""): "2026-07-01"})
    assert known.digest() == "70456c5b8f14d01b44863e0a34ea535e6c5cbc5ae80efe147b8e95def1c56c56"
