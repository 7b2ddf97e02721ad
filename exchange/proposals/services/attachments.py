"""Files handed in: kept under a name of our own, the newest one current, older ones for the submissions that name them."""

from __future__ import annotations  # Django's File is generic for the type checker alone

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.proposals.enums import FileState
from exchange.proposals.models import Attachment, Proposal
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.values.files import inspect_file


def attach_file(proposal: Proposal, *, document: str, side: Side, file: File[bytes], by: User) -> Attachment:
    """Raises ``ValidationError`` for a file that cannot be taken, or a document that this side is not asked for."""
    facts = inspect_file(file)
    return _keep(
        proposal,
        Attachment(
            proposal=proposal,
            stage=proposal.stage,
            document=document,
            side=side,
            file=file,
            name=_shown_name(file.name or ""),
            content_type=facts.content_type,
            size=facts.size,
            pages=facts.pages,
            sha256=facts.sha256,
            uploaded_by=by,
        ),
    )


@transaction.atomic
def _keep(proposal: Proposal, attachment: Attachment) -> Attachment:
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    asked = [side for one, side in load_draft(proposal).expected_files() if one.key == attachment.document]
    if attachment.side not in asked and None not in asked:
        raise ValidationError(_("This document is not asked for."))
    older = Attachment.objects.filter(
        proposal=proposal, stage=proposal.stage, document=attachment.document, state=FileState.CURRENT
    )
    (older if None in asked else older.filter(side=attachment.side)).update(state=FileState.REPLACED)
    attachment.full_clean()
    attachment.save()
    _touch(proposal)
    return attachment


@transaction.atomic
def remove_attachment(attachment: Attachment) -> bool:
    """Not handed in any more; the file stays for the submissions that name it."""
    current = Attachment.objects.filter(pk=attachment.pk, state=FileState.CURRENT)
    removed = current.update(state=FileState.REMOVED)
    _touch(attachment.proposal)
    return bool(removed)


def _shown_name(name: str) -> str:
    plain = "".join(sign for sign in name if sign.isprintable())
    return plain[-200:] or "file"


def _touch(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(changed_at=timezone.now())
