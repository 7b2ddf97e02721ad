r"""BibTeX and biblatex, entry by entry: a broken one costs itself, and nothing costs more time than its length.

Not with pybtex, which stops at the first error, writes out macros that double each other, and searches to the end of the
file for each bracket; nor with bibtexparser, which takes 20 ms for an entry of 2,000 authors.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from exchange.people.enums import RefusalReason
from exchange.people.values.publications.entries import Entry, refused, work
from exchange.people.values.publications.latex import plain_text

_BLOCK = re.compile(r"@[A-Za-z]+[ \t]*[{(]")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Of all that macros bring into one value, that of a macro too: a journal's name, not a text that doubles itself.
EXPANSION_LIMIT = 5_000
_HEAD = re.compile(r"@([A-Za-z]+)[ \t]*([{(])\s*")
_KEY = re.compile(r"([^,={}\"]*)\s*(?=,|[})])")
_FIELD = re.compile(r"([^\s,={}()\"#]+)\s*=\s*")
_BETWEEN = re.compile(r"[\s,]*")
_BLANKS = re.compile(r"\s*")
_WORD = re.compile(r"[^\s,={}()\"#]+")
_DEEP = r"[^{}\\]++|\\."
_BRACED = re.compile(rf"\{{(?:{_DEEP}|\{{(?:{_DEEP}|\{{(?:{_DEEP})*+\}})*+\}})*+\}}", re.DOTALL)
_BRACKET = re.compile(r"\\.|[{}\"]", re.DOTALL)
_AND = re.compile(r"\\.|[{}]| and(?= )", re.IGNORECASE | re.DOTALL)
_NO_ENTRIES = {"comment", "preamble"}
# A value as it is written: of each part whether it names a macro, and its text.
_Value = list[tuple[bool, str]]


class _Unusable(Exception):
    def __init__(self, reason: RefusalReason) -> None:
        self.reason = reason


def entries(text: str) -> Iterator[Entry]:
    """Every entry of ``text`` in its order; of two with the same key the second is refused."""
    macros = _Macros()
    seen: _Seen = {}
    line, counted = 1, 0
    for start, end in _stretches(text):
        for at, found in _blocks(text, start, end):
            line, counted = line + text.count("\n", counted, at), at
            if (entry := _entry(found, line, macros, seen)) is not None:
                yield entry


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """From where an entry may begin to where the next one may: there a broken one ends."""
    starts = [0, *(block.start() for block in _BLOCK.finditer(text) if _may_begin(text, block.start()))]
    return zip(starts, [*starts[1:], len(text)], strict=True)


def _may_begin(text: str, at: int) -> bool:
    """At the beginning of a line, or behind the bracket that closes another entry."""
    before = text[max(0, at - 200) : at].rstrip(" \t")
    return not before or before[-1] in "\n})"


_Block = tuple[str, str, dict[str, _Value] | None]


def _blocks(text: str, start: int, end: int) -> Iterator[tuple[int, _Block]]:
    """Kind, key and values of each block within a stretch; without values the one that is broken, which is the last."""
    while head := _HEAD.search(text, start, end):
        kind, closes = head[1].lower(), {"{": "}", "(": ")"}[head[2]]
        if kind in _NO_ENTRIES:
            braced = _BRACED.match(text, head.start(2), end)
            start = braced.end() if braced else head.end()
            continue
        key = _KEY.match(text, head.end(), end) if kind != "string" else None
        try:
            values, start = _fields(text, key.end() if key else head.end(), end, closes)
        except _Unusable:
            yield head.start(), (kind, key[1].strip() if key else "", None)
            return
        yield head.start(), (kind, key[1].strip() if key else "", values)


# What the entries say, by their keys, for those that refer to a volume.
_Seen = dict[str, dict[str, _Value]]


def _entry(block: _Block, line: int, macros: "_Macros", seen: _Seen) -> Entry | None:
    kind, key, values = block
    name = key or f"@{kind}"
    if values is None:
        return refused(name, line, RefusalReason.SYNTAX)
    if kind == "string":
        for macro, value in values.items():
            macros.define(macro, value)
        return None
    if key and key.lower() in seen:
        return refused(name, line, RefusalReason.REPEATED_KEY)
    seen[key.lower()] = values
    return Entry(name, line, partial(_understood, values, macros, seen))


def _fields(text: str, at: int, end: int, closes: str) -> tuple[dict[str, _Value], int]:
    """The values by their names, the first of each, and where the block ends. Raises ``_Unusable``."""
    values: dict[str, _Value] = {}
    while True:
        at = _after(_BETWEEN, text, at, end)
        if text[at : at + 1] == closes:
            return values, at + 1
        field = _FIELD.match(text, at, end)
        if field is None:
            raise _Unusable(RefusalReason.SYNTAX)
        value, at = _value(text, field.end(), end, closes)
        values.setdefault(field[1].lower(), value)
        if text[at : at + 1] not in {",", closes}:
            raise _Unusable(RefusalReason.SYNTAX)


def _value(text: str, at: int, end: int, closes: str) -> tuple[_Value, int]:
    """Parts joined by #, and where they end; nothing at all is no part."""
    if text[at : at + 1] in {",", closes}:
        return [], at
    parts: _Value = []
    while True:
        part, at = _part(text, at, end)
        parts.append(part)
        at = _after(_BLANKS, text, at, end)
        if text[at : at + 1] != "#":
            return parts, at
        at = _after(_BLANKS, text, at + 1, end)


def _part(text: str, at: int, end: int) -> tuple[tuple[bool, str], int]:
    if text[at : at + 1] in {"{", '"'}:
        close = _closing(text, at, end)
        return (False, text[at + 1 : close]), close + 1
    word = _WORD.match(text, at, end)
    if word is None:
        raise _Unusable(RefusalReason.SYNTAX)
    return (not word.group().isdigit(), word.group()), word.end()


def _closing(text: str, opening: int, end: int) -> int:
    """Where the string that begins at ``opening`` ends; at once where it is in braces that nest no deeper than three."""
    if braced := _BRACED.match(text, opening, end):
        return braced.end() - 1
    depth, closing = 0, '"' if text[opening] == '"' else "}"
    for token in _BRACKET.finditer(text, opening + 1, end):
        sign = token.group()
        if depth == 0 and sign == closing:
            return token.start()
        depth += {"{": 1, "}": -1}.get(sign, 0)
    raise _Unusable(RefusalReason.SYNTAX)


def _after(pattern: "re.Pattern[str]", text: str, at: int, end: int) -> int:
    found = pattern.match(text, at, end)
    return found.end() if found else at


def _understood(values: dict[str, _Value], macros: "_Macros", seen: _Seen) -> dict[str, Any] | RefusalReason:
    def text(*names: str, of: dict[str, _Value] = values) -> str:
        return next((text for name in names if (text := macros.resolve(of.get(name, []))).strip()), "")

    try:
        volume = seen.get(text("crossref").strip().lower(), {}) if "crossref" in values else {}
        return work(
            title=text("title"),
            subtitle=text("subtitle"),
            abstract=text("abstract"),
            year=text("year", "date") or text("year", "date", of=volume),
            venue=text("journal", "journaltitle", "booktitle")
            or text("booktitle", "title", of=volume)
            or text("publisher", "school", "institution", "howpublished"),
            authors=_names(text("author")),
            doi=text("doi"),
            link=text("url"),
            plain=plain_text,
        )
    except _Unusable as unusable:
        return unusable.reason


def _names(text: str) -> Iterator[str]:
    """Parted at each "and" outside of braces."""
    text = " ".join(text.split())
    start = depth = 0
    for token in _AND.finditer(text):
        depth += {"{": 1, "}": -1}.get(token.group(), 0)
        if token.group()[0] == " " and depth <= 0:
            yield text[start : token.start()]
            start = token.end()
    yield text[start:]


class _Macros:
    """What ``@string`` defines, whatever its case; each is written out once, where it is defined."""

    def __init__(self) -> None:
        self._texts: dict[str, str | RefusalReason] = {month: month for month in MONTHS}

    def define(self, name: str, value: _Value) -> None:
        try:
            self._texts[name] = self.resolve(value)
        except _Unusable as unusable:
            self._texts[name] = unusable.reason

    def resolve(self, value: _Value) -> str:
        """The text of a value. Raises ``_Unusable``."""
        written, expanded = [], 0
        for is_macro, text in value:
            part = self._text(text) if is_macro else text
            expanded += len(part) if is_macro else 0
            if expanded > EXPANSION_LIMIT:
                raise _Unusable(RefusalReason.LONG_MACRO)
            written.append(part)
        return "".join(written)

    def _text(self, name: str) -> str:
        text = self._texts.get(name.lower(), RefusalReason.UNDEFINED_MACRO)
        if isinstance(text, RefusalReason):
            raise _Unusable(text)
        return text
