"""Which format a file has, told from what is in it; what its name says is not asked."""

import re
from collections.abc import Callable, Iterable

from exchange.people.enums import PublicationSource, UnreadableReason
from exchange.people.values.publications import bibtex, endnote, pubmed, ris, tables, wos
from exchange.people.values.publications.entries import Entry
from exchange.people.values.publications.refusals import UnreadableBibliography

READERS: dict[PublicationSource, Callable[[str], Iterable[Entry]]] = {
    PublicationSource.BIBTEX: bibtex.entries,
    PublicationSource.RIS: ris.entries,
    PublicationSource.ENDNOTE: endnote.entries,
    PublicationSource.WOS: wos.entries,
    PublicationSource.PUBMED: pubmed.entries,
    PublicationSource.CSV: tables.entries,
}
# The line that comes first tells: an abstract may hold anything.
_BEGINNINGS = (
    (PublicationSource.BIBTEX, re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(]", re.MULTILINE)),
    (PublicationSource.RIS, re.compile(r"^\s{0,3}TY {1,2}-(?:\s|$)", re.MULTILINE)),
    (PublicationSource.ENDNOTE, re.compile(r"^%[0TA] \S", re.MULTILINE)),
    (PublicationSource.WOS, re.compile(r"^(?:FN .*\nVR |PT [A-Z]\n)", re.MULTILINE)),
    (PublicationSource.PUBMED, re.compile(r"^PMID- ?\d", re.MULTILINE)),
)
_ANYWHERE = re.compile(r"@[A-Za-z]+[ \t]*[{(][^\s,{}()]{0,200}\s*,")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
# What the containers of offices hold, in their own encodings.
_CONTENTS = (
    (b"xl/workbook", UnreadableReason.EXCEL),
    ("Workbook".encode("utf-16-le"), UnreadableReason.EXCEL),
    (b"word/document", UnreadableReason.WORD),
    ("WordDocument".encode("utf-16-le"), UnreadableReason.WORD),
    (b"application/hwp+zip", UnreadableReason.HWP),
    (b"Contents/section0.xml", UnreadableReason.HWP),
    (b"HWP Document File", UnreadableReason.HWP),
    ("HwpSummaryInformation".encode("utf-16-le"), UnreadableReason.HWP),
    (b"vnd.oasis.opendocument", UnreadableReason.EXCEL),
)
_MARKUP = (
    (re.compile(r"<(?:!doctype html|html)\b", re.IGNORECASE), UnreadableReason.HTML),
    (re.compile(r"<xml>\s*<records>"), UnreadableReason.ENDNOTE_XML),
    (re.compile(r"\A\s*<(?:\?xml|[A-Za-z])"), UnreadableReason.XML),
    (re.compile(r"\A\s*[\[{]\s*[\"{\]}]"), UnreadableReason.JSON),
    (
        re.compile(r"^RT (?:Journal|Book|Conference|Dissertation|Thesis|Generic|Report)", re.MULTILINE),
        UnreadableReason.REFWORKS,
    ),
)


def refuse_document(data: bytes) -> None:
    """Raise where the bytes are those of a document that is not text."""
    start = data[:1024]
    if b"%PDF-" in start:
        raise UnreadableBibliography(UnreadableReason.PDF)
    if start.lstrip().startswith(b"{\\rtf"):
        raise UnreadableBibliography(UnreadableReason.WORD)
    if data.startswith((_OLE, _ZIP)):
        known = (reason for content, reason in _CONTENTS if content in data)
        raise UnreadableBibliography(next(known, UnreadableReason.ARCHIVE))


def detect(text: str) -> PublicationSource:
    """The format of ``text``, whose line ends are those of one system.

    Raises:
        UnreadableBibliography: none of those that are read; the reason names it where it is a known one.
    """
    if not text.strip():
        raise UnreadableBibliography(UnreadableReason.EMPTY)
    source, start = None, len(text)
    for format_, begin in _BEGINNINGS:
        if found := begin.search(text, 0, start):
            source, start = format_, found.start()
    if tables.layout_of(text[:start]) is not None:
        return PublicationSource.CSV
    if source is not None:
        return source
    if _ANYWHERE.search(text):
        return PublicationSource.BIBTEX
    known = (reason for sign, reason in _MARKUP if sign.search(text[:5000]))
    raise UnreadableBibliography(next(known, UnreadableReason.UNKNOWN))
