"""Bytes as text, in whichever encoding a Korean or American computer wrote them."""

import codecs
import re

from exchange.http.text import entered
from exchange.people.enums import UnreadableReason
from exchange.people.values.publications.refusals import UnreadableBibliography

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Of no text: images, programs and whatever else.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_HANGUL = re.compile(r"[가-힣]")
_HANJA = re.compile(r"[一-鿿]")
# Western letters stand between plain ones; longer runs are another encoding read wrongly.
_RUN = re.compile(r"[^\x00-\x7f]{3,}")


def decode(data: bytes) -> str:
    """The text with its line ends as "\\n".

    UTF-8 and UTF-16 prove themselves. Of the rest, cp949 (EUC-KR within it) is taken where Hangul comes out, Western
    letters where they stand alone. Chinese and Japanese encodings are refused, since they cannot be told apart.

    Raises:
        UnreadableBibliography: none of these, or no text.
    """
    text = _text(data)
    start = text[:5000]
    if 50 * len(_CONTROL.findall(start)) > len(start):
        raise UnreadableBibliography(UnreadableReason.ARCHIVE)
    return unified(text)


def unified(text: str) -> str:
    """As text enters, with the line ends of one system, also where they are those of old Macs."""
    return entered(text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n"))


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _needed(_read(data, encoding))
    if encoding := _utf_16(data[:2000]):
        return _needed(_read(data, encoding))
    if 0 in data[:1000]:
        raise UnreadableBibliography(UnreadableReason.ARCHIVE)
    text = _read(data, "utf-8")
    return _needed(_legacy(data) if text is None else text)


def _needed(text: str | None) -> str:
    if text is None:
        raise UnreadableBibliography(UnreadableReason.ENCODING)
    return text


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _utf_16(start: bytes) -> str:
    """UTF-16 without its mark: the high bytes of plain letters, of the commas between Korean ones too, are zero."""
    for high, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros = start[high::2].count(0)
        if zeros > len(start) // 50 and zeros > 3 * start[1 - high :: 2].count(0):
            return encoding
    return ""


def _legacy(data: bytes) -> str | None:
    korean = _read(data, "cp949")
    if korean is not None and _is_korean(korean):
        return korean
    western = _read(data, "cp1252")
    return western if western is not None and not _RUN.search(western) else None


def _is_korean(text: str) -> bool:
    """Chinese that is read as cp949 has some Hangul, too, but a third of it comes out as Hanja."""
    hangul, hanja, foreign = (len(signs.findall(text)) for signs in (_HANGUL, _HANJA, _FOREIGN))
    return 2 * hangul >= foreign and hangul >= 4 * hanja
