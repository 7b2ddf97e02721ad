"""Bibliographies in the formats people have them in, read into one shape."""

from exchange.people.publications.parsing import Bibliography, Item, UnreadableBibliography, parse

__all__ = ["Bibliography", "Item", "UnreadableBibliography", "parse"]
