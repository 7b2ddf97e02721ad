"""The project's own bilingual terms and sentences: their form, and that there are enough."""

import csv
import re
from pathlib import Path

import pytest

import exchange.people.values.vocabulary as vocabulary

FOLDER = Path(vocabulary.__file__).parent
HANGUL = re.compile("[가-힣]")
SLUG = re.compile("[a-z]+(-[a-z]+)*")
FILES = ["terms", "sentences"]


def pairs_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


@pytest.mark.parametrize(("name", "least"), [("terms", 5000), ("sentences", 800)])
def test_there_are_enough_pairs(name: str, least: int) -> None:
    assert len(pairs_of(name)) >= least


@pytest.mark.parametrize("name", FILES)
def test_every_pair_is_whole_and_in_its_language(name: str) -> None:
    wrong = [
        line
        for line, pair in enumerate(pairs_of(name), 2)
        if list(pair) != ["en", "ko", "area"]
        or any(not cell or cell != cell.strip() for cell in pair.values())
        or HANGUL.search(pair["en"])
        or not HANGUL.search(pair["ko"])
        or not SLUG.fullmatch(pair["area"])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", FILES)
def test_no_pair_stands_twice(name: str) -> None:
    pairs = [(pair["en"], pair["ko"]) for pair in pairs_of(name)]
    assert sorted(set(pairs)) == sorted(pairs)


def test_no_sentence_stands_twice_in_either_language() -> None:
    for language in ("en", "ko"):
        sentences = [pair[language] for pair in pairs_of("sentences")]
        assert sorted(set(sentences)) == sorted(sentences)
