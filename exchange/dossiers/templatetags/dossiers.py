"""How the pages of a dossier find its files, and the part that mends what a check says."""

from collections.abc import Mapping
from typing import Protocol

from django import template

from exchange.dossiers.models.attachments import Attachment
from exchange.dossiers.values.reading import ReadFile

register = template.Library()


class HasParts(Protocol):
    """A dossier whose pages are addressed by the places that findings name, such as ``answer-aims``."""

    def address_of(self, place: str) -> str: ...


@register.simple_tag
def place_url(dossier: HasParts, place: str) -> str:
    return dossier.address_of(place)


@register.simple_tag
def stored_file(files: Mapping[tuple[str, str, str], Attachment] | str, file: ReadFile) -> Attachment | None:
    """The file to download; on a page that offers none ``files`` is empty."""
    return files.get((file.document, file.party, file.sha256)) if isinstance(files, Mapping) else None
