"""The DOI inside what people and programs write around it."""

import html
import re
from urllib.parse import unquote

LONGEST = 200
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_RESOLVER = re.compile(r"(?:dx\.)?doi\.org/", re.IGNORECASE)
_ESCAPED = re.compile(
    r"\{\\([_%&#$])\}|\\([_%&#$<>{}^~\\-])|\\(textunderscore|textless|textgreater)(?![A-Za-z])(?:\{\})?"
)
_NAMED = {"textunderscore": "_", "textless": "<", "textgreater": ">"}
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}


def clean_doi(text: str) -> str:
    r"""The DOI inside ``text`` in lower case, or nothing.

    >>> clean_doi("https://doi.org/10.1000/ABC."), clean_doi(r"10.1000/a\_b"), clean_doi("(10.1000/s(92)1-2)")
    ('10.1000/abc', '10.1000/a_b', '10.1000/s(92)1-2')
    >>> clean_doi("https://doi.org/10.1002%2F%28SICI%291&lt;1%3A%3AAID&gt;3.0?ref=x")
    '10.1002/(sici)1<1::aid>3.0'
    """
    plain = html.unescape(_ESCAPED.sub(_sign, text))
    if resolver := _RESOLVER.search(plain):
        plain = unquote(re.split(r"[?#]", plain[resolver.end() :], maxsplit=1)[0])
    found = _DOI.search(plain)
    return _trimmed(found.group()[:LONGEST]).lower() if found else ""


def link_doi(address: str) -> str:
    """The DOI of an address of the resolver. Other addresses have more behind it than one can tell apart.

    >>> link_doi("http://dx.doi.org/10.1000/a"), link_doi("https://example.org/doi/10.1000/a/full.pdf")
    ('10.1000/a', '')
    """
    return clean_doi(address) if _RESOLVER.search(address) else ""


def _sign(escaped: "re.Match[str]") -> str:
    braced, sign, name = escaped.groups()
    return braced or sign or _NAMED[name]


def _trimmed(doi: str) -> str:
    """Without what the sentence around it puts behind: a closing bracket stays where the DOI opened one."""
    end = len(doi)
    while end and _is_around(doi, end):
        end -= 1
    return doi[:end]


def _is_around(doi: str, end: int) -> bool:
    """Whether the character before ``end`` is not the DOI's own."""
    last = doi[end - 1]
    if last in _CLOSING:
        return doi.count(last, 0, end) > doi.count(_CLOSING[last], 0, end)
    return last in ".,;:\"'"
