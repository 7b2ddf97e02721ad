"""The documents that are asked for, with what was submitted."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from exchange.dossiers.models.attachments import Attachment
from exchange.dossiers.values.content import Content
from exchange.dossiers.values.questions import Document, Party

A = TypeVar("A", bound=Attachment)


@dataclass(frozen=True)
class DocumentRow(Generic[A]):
    """``is_removable``: the file is of the reader's own party."""

    document: Document
    party: Party
    attachment: A | None
    is_editable: bool
    is_removable: bool

    @property
    def is_over(self) -> bool:
        limit, pages = self.document.max_pages, self.attachment.pages if self.attachment else None
        return limit is not None and pages is not None and pages > limit


def document_rows(
    content: Content, files: Mapping[tuple[str, str], A], *, own: Container[Party], may_write: bool
) -> tuple[DocumentRow[A], ...]:
    """``files`` are the current ones, by document and party; what the reader's own party uploads comes first."""

    def row(document: Document, party: Party) -> DocumentRow[A]:
        by, file = _file_for(document, party, files)
        return DocumentRow(
            document=document,
            party=party,
            attachment=file,
            is_editable=may_write and party in own,
            is_removable=may_write and file is not None and by in own,
        )

    rows = [row(document, party) for document, party in content.expected_files()]
    return tuple(sorted(rows, key=lambda row: row.party not in own))


def _file_for(document: Document, party: Party, files: Mapping[tuple[str, str], A]) -> tuple[Party, A | None]:
    """With the party that uploaded it; what all upload together may come from any of them."""
    if party is not None:
        return party, files.get((document.key, party))
    found = ((by or None, file) for (key, by), file in files.items() if key == document.key)
    return next(found, (None, None))
