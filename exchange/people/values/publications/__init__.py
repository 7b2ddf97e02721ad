"""Bibliographies in the formats people have them in, read into one shape."""

from exchange.people.values.publications.dois import clean_doi
from exchange.people.values.publications.encodings import unified
from exchange.people.values.publications.formats import detect
from exchange.people.values.publications.items import NAMELESS, Bibliography, Item, Planned, Refusal
from exchange.people.values.publications.parsing import TEXT_LIMIT, parse, read
from exchange.people.values.publications.refusals import UnreadableBibliography

__all__ = [
    "NAMELESS",
    "TEXT_LIMIT",
    "Bibliography",
    "Item",
    "Planned",
    "Refusal",
    "UnreadableBibliography",
    "clean_doi",
    "detect",
    "parse",
    "read",
    "unified",
]
