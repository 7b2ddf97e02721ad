"""Text as it enters, through whichever door: the same letters are the same characters, and none is unseen. Pure.

A Mac may send Korean as separate jamo (NFD), which no reader, search or comparison takes for the same text. Characters
without a shape (zero-width ones, controls of any kind, blank letters, variants that no font knows) let a name look like
another. Browsers end a line with two characters, and nobody who counts would.
"""

import re
import unicodedata
from typing import Any

# The joiners have a shape of their own beside letters that join and within emoji: there they stay. Neither Korean nor
# English needs the rest.
_JOINED = r"\u0600-\u109f\u1780-\u18af\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
# What has a picture of its own, which the variation behind it asks for; before a keycap stands a plain sign.
_PICTURED = r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_BRAILLE = r"\u2801-\u28ff"
# Of the controls the null character is left: whoever sends it is told, and not understood as something else.
UNSEEN = (
    r"[\u0001-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff]"
    rf"|(?<![{_JOINED}])[\u200c\u200d]"
    rf"|(?<![{_PICTURED}])\ufe0f(?!\u20e3)"
    rf"|(?<![{_BRAILLE}])\u2800(?![{_BRAILLE}])"
)
"""A pattern that Python and PostgreSQL read alike."""
_UNSEEN = re.compile(UNSEEN)
_LINE_ENDS = re.compile(r"[\r\v\f\x85\u2028\u2029]")
_BREAK = re.compile(r"\s*[\t\n\r\v\f\x85\u2028\u2029]\s*")
_PLAIN = re.compile(r"[\0\t\n -~]*")
# What is typed as a secret is compared with what was typed before, sign by sign.
_SECRET = re.compile("password", re.IGNORECASE)


def entered(text: str) -> str:
    r"""In Unicode NFC, without what nobody sees, a line ending in one character.

    >>> entered("\u1112\u1161\u11ab\u200b\u1100\u1173\u11af\u202e")
    '한글'
    >>> entered("\U0001f469\u200d\U0001f52c") == "\U0001f469\u200d\U0001f52c"
    True
    """
    text = text.replace("\r\n", "\n")
    if _PLAIN.fullmatch(text):
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))


def in_one_line(text: str) -> str:
    r"""As names and titles are: a break would begin a line of a letter to others, which nobody wrote there.

    >>> in_one_line("Kim\n\nYour account ends today")
    'Kim Your account ends today'
    """
    return _BREAK.sub(" ", text)


def is_secret(name: str) -> bool:
    """Whether a field of this name holds a secret, which stays as it was typed."""
    return bool(_SECRET.search(name))


def all_entered(value: Any) -> Any:
    """The same of every text within lists and objects, apart from secrets; keys are names of ours."""
    if isinstance(value, str):
        return entered(value)
    if isinstance(value, list):
        return [all_entered(one) for one in value]
    if isinstance(value, dict):
        return {key: one if is_secret(str(key)) else all_entered(one) for key, one in value.items()}
    return value
