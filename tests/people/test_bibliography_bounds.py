"""Whatever a bibliography holds: no fault, and time that grows with its length alone."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.people.values.publications import UnreadableBibliography, parse, read
from exchange.people.values.publications.items import ABSTRACT_LIMIT, AUTHOR_LIMIT, TITLE_LIMIT, Item

PIECES = [
    "@misc{k,", "@string{m=", "@comment{", "title", "author", "abstract", "=", "{", "}", '"', "#", "m", ",", "\n", "(", ")",
    " and ", "\\", "\\'", "$", "\\textit{", "\\alpha", "_", "~", "<i>", "&amp;", "TY  - JOUR\n", "TI  - ", "ER  -\n",
    "PT J\n", "%0 x\n", "%T ", "PMID- 1\n", "doi", "10.1000/", ";", "\t", "title,year\n", "한", "é", "\x00", "\ud800", "2020",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join)
SIZE = 200_000
# A hundredfold of what it takes; what grows with the square takes minutes.
SECONDS = 3


def is_bounded(item: Item) -> bool:
    names = len(item.authors) <= AUTHOR_LIMIT and all(0 < len(name) <= 200 for name in item.authors)
    lengths = 0 < len(item.title) <= TITLE_LIMIT and len(item.abstract) <= ABSTRACT_LIMIT and len(item.venue) <= 300
    return names and lengths and len(item.doi) <= 200 and "\x00" not in item.title + item.abstract


@given(TEXTS)
def test_no_text_is_a_fault(text: str) -> None:
    try:
        found = parse(text)
    except UnreadableBibliography:
        return
    assert all(is_bounded(item) for item in found.items)


@given(st.binary(max_size=300) | TEXTS.map(lambda text: text.encode("cp949", "ignore")))
def test_no_bytes_are_a_fault(data: bytes) -> None:
    with suppress(UnreadableBibliography):
        parse(read(data))


@pytest.mark.parametrize(
    ("start", "repeated", "end"),
    [
        ("@misc{k,title={", "{", ""),
        ("@misc{k,title={", "{}", "}}"),
        ('@misc{k,title="', "{", ""),
        ("", "@misc{k, title={\n", ""),
        ("@misc{k,title=", "{a}#", "{a}}"),
        ("@string{m={" + "x" * 999 + "}}\n@misc{k,title=", "m#", "m}"),
        ("@misc{k,title={T},author={", "a and ", "}}"),
        ("@misc{k,title={T},author={", " ", "}}"),
        ("@misc{k,title={T},abstract={", "$a ", "}}"),
        ("@misc{k,title={T},abstract={", "\\'{", "}}"),
        ("@misc{k,title={T},abstract={", "\\href{", "}}"),
        ("@misc{k,title={T},abstract={", "<b ", "}}"),
        ("@misc{k,title={T},doi={10.1000/", ")", "}}"),
        ("", "@", ""),
        ("", " ", "@"),
        ("TY  - JOUR\n", "a\n", ""),
        ("title\n", '"a\n', ""),
        ("title,authors\nT,", "Doe A., ", ""),
        ("title,authors\nT,", "한가람, ", "x"),
        ("", "title,", ""),
    ],
)
def test_the_time_grows_with_the_length_alone(start: str, repeated: str, end: str) -> None:
    text = start + repeated * (SIZE // len(repeated)) + end
    began = time.process_time()
    with suppress(UnreadableBibliography):
        parse(text)
    assert time.process_time() - began < SECONDS
