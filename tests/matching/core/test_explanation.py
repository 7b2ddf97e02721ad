import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.people.values.spelling import without_particle
from matching.core.explanation import MeetingTexts, best_pairs, meeting_spans
from matching.core.subjects import Facts, Passages, Subjects, Topics

RIGHT, UP, SLANTED = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)


def passages(*vectors: tuple[float, float], first: int, kinds: tuple[int, ...] | None = None) -> Passages:
    """Of the second of two subjects; ids count from ``first``."""
    if not vectors:
        return Passages.none(2)
    ids = range(first, first + len(vectors))
    return Passages.grouped([1] * len(vectors), vectors, count=2, ids=list(ids), kinds=kinds)


def subjects(topical: Passages, offers: Passages, needs: Passages) -> Subjects:
    two, none = np.ones(2, np.int8), np.full(2, "NaT", "datetime64[D]")
    yes = np.ones(2, bool)
    facts = Facts(two, two, yes, yes, yes, yes, none, none, np.arange(2))
    return Subjects(topical, offers, needs, Topics.none(2), facts)


def nothing() -> Passages:
    return Passages.none(2)


def test_topical_passages_meet_best_first_and_once_each() -> None:
    people = subjects(passages(RIGHT, SLANTED, first=10), nothing(), nothing())
    others = subjects(passages(SLANTED, RIGHT, first=20), nothing(), nothing())
    assert best_pairs(people, others, 1, 1) == (
        MeetingTexts("topical", 10, 21, 1.0),
        MeetingTexts("topical", 11, 20, pytest.approx(1.0)),
    )
    assert len(best_pairs(people, others, 1, 1, top=1)) == 1
    assert best_pairs(people, others, 0, 1) == ()


def test_what_does_not_meet_is_no_evidence() -> None:
    people = subjects(passages(RIGHT, first=10), nothing(), nothing())
    others = subjects(passages(UP, first=20), nothing(), nothing())
    assert best_pairs(people, others, 1, 1) == ()


def test_offers_meet_needs_of_their_kind_first_in_both_directions() -> None:
    people = subjects(nothing(), passages(RIGHT, RIGHT, first=10, kinds=(1, 2)), passages(UP, first=15, kinds=(3,)))
    others = subjects(nothing(), passages(SLANTED, first=25, kinds=(3,)), passages(SLANTED, first=20, kinds=(2,)))
    assert best_pairs(people, others, 1, 1) == (
        MeetingTexts("give", 11, 20, pytest.approx(0.6)),
        MeetingTexts("take", 15, 25, pytest.approx(0.8)),
    )


@pytest.mark.parametrize(
    ("own", "other", "mine", "theirs"),
    [
        ("The results of our work", "the work of others", [], []),
        ("Chip designs for AI", "AI chip-design", ["Chip", "AI"], ["AI chip"]),
        ("반도체 공정을 설계", "반도체와 공정", ["반도체 공정을"], ["반도체와 공정"]),
        ("연구를 위해 회로", "연구가 회로를", ["회로"], ["회로를"]),
        ("VLSI 설계", "VLSI design of 2026", ["VLSI"], ["VLSI"]),
        ("", "anything", [], []),
    ],
)
def test_shared_words_are_marked(own: str, other: str, mine: list[str], theirs: list[str]) -> None:
    spans, other_spans = meeting_spans(own, other, bare=without_particle)
    assert [own[start:end] for start, end in spans] == mine
    assert [other[start:end] for start, end in other_spans] == theirs


texts = st.text(st.sampled_from("ab 반도체를-.1ing"), max_size=40)


@given(texts, texts)
def test_spans_are_in_order_apart_and_within_the_text(own: str, other: str) -> None:
    for text, spans in zip((own, other), meeting_spans(own, other, bare=without_particle), strict=True):
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(set(edges))
        assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@given(texts)
def test_a_text_meets_itself_in_the_same_places(text: str) -> None:
    own, other = meeting_spans(text, text, bare=without_particle)
    assert own == other
