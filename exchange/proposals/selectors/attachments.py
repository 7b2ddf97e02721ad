"""The files of a proposal, and who may have which."""

from uuid import UUID

from exchange.dossiers.enums import FileState
from exchange.dossiers.selectors.snapshots import names_file
from exchange.people.models import User
from exchange.proposals.models import Attachment, Proposal, Submission
from exchange.proposals.values.content import ProposalContent


def files_now(proposal: Proposal) -> dict[tuple[str, str], Attachment]:
    """What is submitted at the present stage, by document and side."""
    current = proposal.attachments.filter(stage=proposal.stage, state=FileState.CURRENT)
    return {(row.document, row.side): row for row in current}


def attachment_for(user: User, public_id: UUID) -> Attachment | None:
    """A team reads all its files; a manager those that were submitted."""
    attachment = Attachment.objects.filter(public_id=public_id).select_related("proposal__call").first()
    if attachment is None or not user.has_perm("proposals.see_proposal", attachment.proposal):
        return None
    if user.has_perm("proposals.be_in_team", attachment.proposal) or _was_submitted(attachment):
        return attachment
    return None


def _was_submitted(attachment: Attachment) -> bool:
    submissions = Submission.objects.filter(proposal=attachment.proposal, stage=attachment.stage)
    return names_file(
        submissions,
        document=attachment.document,
        party=attachment.side,
        sha256=attachment.sha256,
        party_name=ProposalContent.party_name,
    )
