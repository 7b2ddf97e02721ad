"""Bibliographies in the formats people have them in, read into one shape."""

from exchange.people.values.publications.items import Bibliography, Item, clean_doi
from exchange.people.values.publications.parsing import UnreadableBibliography, parse

__all__ = ["Bibliography", "Item", "UnreadableBibliography", "clean_doi", "parse"]
