"""Text as it enters, through whichever door: the same letters are the same characters, and none is unseen. Pure.

A Mac may send Korean as separate jamo (NFD), which no reader, search or comparison takes for the same text. Characters
without a shape (zero-width ones, controls of the writing direction, blank Hangul letters) let a name look like another. Browsers end a line with two
characters, and nobody who counts would.
"""

import re
import unicodedata
from typing import Any

# The joiners have a shape of their own beside letters that join and within emoji: there they stay. Neither Korean nor
# English needs the rest.
_JOINED = r"\u0600-\u109f\u1780-\u18af\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
UNSEEN = (
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    r"\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
    rf"|(?<![{_JOINED}])[\u200c\u200d]"
)
"""A pattern that Python and PostgreSQL read alike."""
_UNSEEN = re.compile(UNSEEN)
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
    return text if text.isascii() else unicodedata.normalize("NFC", _UNSEEN.sub("", text))


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
