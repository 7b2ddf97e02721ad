"""What the columns of a table are called: here, in Korean indexes, in Scopus, Embase, Web of Science, Zotero, PubMed."""

import re
import unicodedata
from collections.abc import Sequence

COLUMN_LIMIT = 200
# Of two columns for one value the name that stands first here is read.
_NAMES = {
    "title": "title, article title, document title, ti, 논문명 국문, 국문제목, 제목, 논문명, 논문제목, 논문 제목, 서명, 자료명",
    "subtitle": "subtitle, 부제, 부제목",
    "abstract": "abstract, abstract note, ab, 초록, 국문초록, 국문 초록, 요약",
    "year": "year, publication year, pub year, py, date, publication date, year of publication, 발행년도, 발행연도, 발행년, "
    "발행년월, 출판년도, 출판연도, 연도, 년도, 게재년도, 게재연도, 발행일, 게재일",
    "venue": "venue, journal, source title, publication title, journal book, journal title, publication, source, so, "
    "학술지명, 학술지, 저널명, 저널, 수록지명, 수록지, 게재지, 간행물명, 발행기관, 학위수여기관, 출판사",
    "authors": "authors, author, author names, author full names, au, af, 저자, 저자명, 저자들, 연구자, 연구자명, 참여자",
    "doi": "doi, di, digital object identifier, doi link",
    "link": "url, link, 링크, 원문url",
}
_FIELDS = {field: [name.strip() for name in names.split(",")] for field, names in _NAMES.items()}
_KNOWN = {name for names in _FIELDS.values() for name in names}
_BRACKETS = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]\s*$")


def columns_of(row: Sequence[str]) -> dict[str, int]:
    """Where which value stands, by the headings of a table; nothing where none of them is a title.

    >>> columns_of(["저자명", "Article Title", "Publication Year"])
    {'title': 1, 'year': 2, 'authors': 0}
    >>> columns_of(["논문명(한글)", "논문명(영문)", "저자(소속)"])
    {'title': 0, 'authors': 2}
    """
    names = [_named(cell) for cell in row[:COLUMN_LIMIT]]
    found = {field: names.index(name) for field, known in _FIELDS.items() if (name := _first(known, names)) is not None}
    return found if "title" in found else {}


def field_of(cell: str) -> str:
    """The value that a heading names, if any."""
    name = _named(cell)
    return next((field for field, known in _FIELDS.items() if name in known), "")


def _named(cell: str) -> str:
    """Of a heading with something in brackets behind it what stands before them, unless it is known as a whole."""
    whole = _plain(cell)
    return whole if whole in _KNOWN else _plain(_BRACKETS.sub("", cell[:200]))


def _first(known: Sequence[str], names: Sequence[str]) -> str | None:
    return next((name for name in known if name in names), None)


def _plain(cell: str) -> str:
    """In lower case, with everything that is neither letter nor digit as one blank."""
    return " ".join(re.split(r"[\W_]+", unicodedata.normalize("NFKC", cell[:200]).casefold())).strip()
