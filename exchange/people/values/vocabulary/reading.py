"""Reads the vocabulary's files, checked line by line and kept in memory."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from exchange.people.values.spelling import words

HERE = Path(__file__).parent
LABELS = HERE / "labels.csv"
TERMS = HERE / "terms.csv"
NICKNAMES = HERE / "organisations.csv"
LEVELS = ("domain", "field", "subfield", "topic")

Line = TypeVar("Line")


class VocabularyError(ValueError):
    """A file of the vocabulary is not what it must be; the message names file and line."""


@dataclass(frozen=True)
class Label:
    """A class of the OpenAlex list in Korean: what is shown, and what else it is called."""

    level: str
    en: str
    ko: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """An English term and a Korean one that mean the same in one area."""

    en: str
    ko: str
    area: str


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line number and the given columns, none of them empty. Without the file there is no vocabulary."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != columns:
            raise VocabularyError(f"{path.name}: the first line must be {','.join(columns)}")
        for row in reader:
            values = tuple((row[column] or "").strip() for column in columns)
            if None in row or not all(values):
                raise VocabularyError(f"{path.name}, line {reader.line_num}: {len(columns)} filled columns needed")
            yield reader.line_num, values


def _read(path: Path, columns: tuple[str, ...], make: Callable[[tuple[str, ...]], Line]) -> list[Line]:
    lines: dict[Line, int] = {}
    for number, values in _rows(path, columns):
        try:
            line = make(values)
        except ValueError as error:
            raise VocabularyError(f"{path.name}, line {number}: {error}") from None
        if line in lines:
            raise VocabularyError(f"{path.name}, line {number}: same as line {lines[line]}")
        lines[line] = number
    return list(lines)


def _label(values: tuple[str, ...]) -> Label:
    level, en, ko = values
    if level not in LEVELS:
        raise ValueError(f"“{level}” is none of {', '.join(LEVELS)}")
    names = [name.strip() for name in ko.split("|")]
    if not all(names):
        raise ValueError("an empty Korean name")
    return Label(level, en, names[0], tuple(dict.fromkeys(names[1:])))


@lru_cache(maxsize=8)
def labels(path: Path = LABELS) -> Mapping[tuple[str, str], Label]:
    """Labels by level and English name.

    Raises:
        VocabularyError: a line is malformed, or a class is labelled twice.
    """
    found: dict[tuple[str, str], Label] = {}
    for label in _read(path, ("level", "en", "ko"), _label):
        if (label.level, label.en) in found:
            raise VocabularyError(f"{path.name}: “{label.en}” is labelled twice as {label.level}")
        found[label.level, label.en] = label
    return found


@lru_cache(maxsize=8)
def terms(path: Path = TERMS) -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Korean terms by the folded words of the English one.

    Raises:
        VocabularyError: a line is malformed.
    """
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for term in _read(path, ("en", "ko", "area"), lambda values: Term(*values)):
        found.setdefault(tuple(words(term.en)), {})[term.ko] = None
    return {english: tuple(korean) for english, korean in found.items()}


@lru_cache(maxsize=1)
def _english() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for english, korean in terms().items():
        for ko in korean:
            found.setdefault("".join(words(ko)), []).append(" ".join(english))
    return {korean: tuple(english) for korean, english in found.items()}


def english_terms(korean: Iterable[str]) -> list[str]:
    """The English counterparts of Korean names that are terms themselves, so that HRI is found as human-robot
    interaction."""
    known = _english()
    return [english for name in korean for english in known.get("".join(words(name)), ())]


@lru_cache(maxsize=8)
def nicknames(path: Path = NICKNAMES) -> Mapping[str, tuple[str, ...]]:
    """Folded English words by the folded Korean everyday name of an organisation, e.g. 카이스트.

    Raises:
        VocabularyError: a line is malformed.
    """
    found: dict[str, tuple[str, ...]] = {}
    for ko, en in _read(path, ("ko", "en"), lambda values: (values[0], values[1])):
        found.setdefault("".join(words(ko)), tuple(words(en)))
    return found


def korean_terms(text: str, found: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    """The Korean terms whose English counterpart stands in ``text``.

    >>> korean_terms("Reinforcement Learning in Robotics", {("reinforcement", "learning"): ("강화학습", "강화 학습")})
    ['강화학습', '강화 학습']
    """
    longest = max(map(len, found), default=0)
    row = words(text)
    pieces = (tuple(row[start : start + length]) for start in range(len(row)) for length in range(1, longest + 1))
    return list(dict.fromkeys(korean for piece in pieces for korean in found.get(piece, ())))
