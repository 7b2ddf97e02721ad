"""The project's own Korean labels for OpenAlex names: their form, and how topics get them."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

import exchange.people.values.vocabulary
from exchange.people.models import Topic
from exchange.people.services.vocabulary import label_topics

LABELS = Path(exchange.people.values.vocabulary.__path__[0]) / "labels.csv"
HANGUL = re.compile("[가-힣]")


def _rows() -> list[list[str]]:
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def test_every_row_has_a_level_a_name_and_labels() -> None:
    header, *rows = _rows()
    assert header == ["level", "en", "ko"]
    assert [row for row in rows if len(row) != 3 or not all(row)] == []
    assert [row for row in rows if [cell.strip() for cell in row] != row] == []


def test_the_tree_above_the_topics_is_complete() -> None:
    counts = Counter(row[0] for row in _rows()[1:])
    topics = counts.pop("topic")
    assert counts == {"domain": 4, "field": 26, "subfield": 244}
    assert topics >= 900


def test_no_name_stands_twice_at_a_level() -> None:
    counts = Counter((level, name) for level, name, _ in _rows()[1:])
    assert [key for key, count in counts.items() if count > 1] == []


def test_the_shown_labels_of_a_level_differ() -> None:
    shown = Counter((level, ko.split("|")[0]) for level, _, ko in _rows()[1:])
    assert [key for key, count in shown.items() if count > 1] == []


def test_labels_are_korean_and_each_is_given_once() -> None:
    for level, name, ko in _rows()[1:]:
        labels = ko.split("|")
        assert HANGUL.search(labels[0]), (level, name)
        assert all(label and label == label.strip() for label in labels), (level, name)
        assert len(set(labels)) == len(labels), (level, name)


@pytest.mark.django_db
def test_topics_are_brought_up_to_date_once() -> None:
    values = {"name": "Advancements in Battery Materials", "domain": "D", "field": "F", "subfield": "S"}
    Topic.objects.bulk_create([Topic(openalex_id="T1", **values)])
    assert label_topics() == 1
    assert Topic.objects.get().name_ko == "배터리 소재의 발전"
    assert label_topics() == 0
