"""Files that a team uploads."""

from __future__ import annotations  # Django's File is generic for the type checker alone

from django.core.files import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from exchange.dossiers.services import attachments
from exchange.dossiers.values.questions import Party
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.proposals.models import Attachment, Proposal
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.services.writing import hold_for_writing
from exchange.proposals.values.content import ProposalContent

NOT_CURRENT = gettext_lazy("Nothing was removed: the file is no longer a current one.")


def attach_file(proposal: Proposal, *, document: str, side: Side, file: File[bytes], by: User) -> Attachment:
    """Raises ``ValidationError`` for a file that cannot be taken, or a document that this side is not asked for."""
    own = Attachment.objects.filter(proposal=proposal, stage=proposal.stage, document=document)

    def lock() -> ProposalContent:
        hold_for_writing(proposal)
        return load_draft(proposal)

    def beside(party: Party) -> QuerySet[Attachment]:
        return own.filter(side=party) if party else own

    new = Attachment(proposal=proposal, stage=proposal.stage, document=document, side=side)
    return attachments.attach_file(new, file=file, party=side, by=by, lock=lock, beside=beside)


@transaction.atomic
def remove_attachment(attachment: Attachment) -> bool:
    """Of the present stage, removed; the file stays for the submissions that name it."""
    hold_for_writing(attachment.proposal)
    return attachments.remove_attachment(
        Attachment.objects.filter(pk=attachment.pk, stage=attachment.proposal.stage),
    )
