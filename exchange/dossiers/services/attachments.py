"""Uploaded files: kept under a name of our own, the newest one current, older ones for the snapshots that name them."""

from __future__ import annotations  # Django's File is generic for the type checker alone

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from exchange.dossiers.enums import FileState
from exchange.dossiers.models.attachments import Attachment
from exchange.dossiers.services.files import inspect_file
from exchange.dossiers.values.content import Content
from exchange.dossiers.values.questions import Party
from exchange.embedded.outages import is_full
from exchange.people.models import User

A = TypeVar("A", bound=Attachment)

logger = logging.getLogger(__name__)


def attach_file(
    new: A,
    *,
    file: File[bytes],
    party: Party,
    by: User,
    lock: Callable[[], Content],
    beside: Callable[[Party], QuerySet[A]],
) -> A:
    """Keep ``file`` as ``new``, which says of which dossier and for which document it is.

    ``lock`` keeps everybody else from the dossier, notes that it changes, and reads it; ``beside`` are the files of the
    same document, of one party or of all. Raises ``ValidationError`` for a file that cannot be taken, or a document that
    the party is not asked for.
    """
    try:
        return _attach(new, file=file, party=party, by=by, lock=lock, beside=beside)
    except OSError as error:
        if not is_full(error):
            raise
        logger.exception("A document was not kept")
        raise ValidationError(_("Our disk is full, so this file was not kept. Please try again later.")) from error


def _attach(
    new: A,
    *,
    file: File[bytes],
    party: Party,
    by: User,
    lock: Callable[[], Content],
    beside: Callable[[Party], QuerySet[A]],
) -> A:
    facts = inspect_file(file)
    new.file, new.name, new.uploaded_by = file, _shown_name(file.name or ""), by
    new.content_type, new.size, new.pages, new.sha256 = facts.content_type, facts.size, facts.pages, facts.sha256
    return _keep(new, party=party, lock=lock, beside=beside)


@transaction.atomic
def _keep(new: A, *, party: Party, lock: Callable[[], Content], beside: Callable[[Party], QuerySet[A]]) -> A:
    asked = [one for document, one in lock().expected_files() if document.key == new.document]
    if party not in asked and None not in asked:
        raise ValidationError(_("This document is not asked for."))
    older = beside(None if None in asked else party)
    older.filter(state=FileState.CURRENT).update(state=FileState.REPLACED)
    new.full_clean()
    new.save()
    return new


def remove_attachment(attachments: QuerySet[A]) -> bool:
    """Removed; the file stays for the snapshots that name it."""
    return bool(attachments.filter(state=FileState.CURRENT).update(state=FileState.REMOVED))


def _shown_name(name: str) -> str:
    plain = "".join(sign for sign in name if sign.isprintable())
    return plain[-200:] or "file"
