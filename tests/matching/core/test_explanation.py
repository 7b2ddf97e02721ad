import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.people.values.spelling import without_particle
from matching.core.explanation import meeting_spans


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
