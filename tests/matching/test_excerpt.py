"""A line of a text that meets another one: short, from its words, and about the place where they meet."""

from hypothesis import given
from hypothesis import strategies as st

from matching.selectors.meetings import Piece, excerpt

MOST, BEFORE = 40, 12
words = st.lists(st.tuples(st.text("abc가나", min_size=1, max_size=8), st.booleans()), min_size=1, max_size=30)


def pieces_of(some: list[tuple[str, bool]], between: str = " ") -> list[Piece]:
    found = [piece for word, meets in some for piece in (Piece(word, meets), Piece(between, meets=False))]
    return [piece for piece in found[:-1] if piece.text]


@given(words)
def test_a_line_is_cut_from_the_text_between_its_words(some: list[tuple[str, bool]]) -> None:
    pieces = pieces_of(some)
    whole = "".join(piece.text for piece in pieces)
    line = "".join(piece.text for piece in excerpt(pieces, most=MOST, before=BEFORE))
    shown = line.removeprefix("… ").removesuffix(" …")
    assert len(shown) <= MOST
    assert f" {shown} " in f" {whole} "
    assert (line == whole) == (len(whole) <= MOST)


@given(words, st.sampled_from([" ", ""]))
def test_what_meets_first_is_in_it(some: list[tuple[str, bool]], between: str) -> None:
    """Korean is marked within words, too, and may come without a space."""
    pieces = [*pieces_of(some[:1]), *pieces_of(some[1:], between)]
    met = [piece for piece in pieces if piece.meets]
    shown = [piece for piece in excerpt(pieces, most=MOST, before=BEFORE) if piece.meets]
    assert bool(shown) == bool(met)
    assert all(cut.text == whole.text for cut, whole in zip(shown[:-1], met, strict=False))


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert [piece.text for piece in excerpt([Piece("a" * 50, meets=True)], most=MOST)] == ["a" * MOST, " …"]


def test_without_a_space_what_meets_is_still_in_it() -> None:
    before, met = Piece("가" * 60, meets=False), Piece("나", meets=True)
    for pieces in (
        [before, met, Piece("다 " + "라" * 60, meets=False)],
        [Piece(f"마 {'가' * 20}", meets=False), met, Piece("다" * 60, meets=False)],
    ):
        assert met in excerpt(pieces, most=MOST, before=30)
