"""The documents that are asked for, with what was handed in, and who may have which file."""

from dataclasses import dataclass
from uuid import UUID

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.values.definition import Document
from exchange.proposals.enums import FileState
from exchange.proposals.models import Attachment, Submission
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.values.content import ProposalContent


@dataclass(frozen=True)
class DocumentRow:
    document: Document
    side: Side | None
    attachment: Attachment | None
    is_editable: bool

    @property
    def is_over(self) -> bool:
        limit, pages = self.document.max_pages, self.attachment.pages if self.attachment else None
        return limit is not None and pages is not None and pages > limit


def document_rows(workspace: Workspace, draft: ProposalContent) -> tuple[DocumentRow, ...]:
    """The own side's first."""
    current = Attachment.objects.filter(
        proposal=workspace.proposal, stage=workspace.proposal.stage, state=FileState.CURRENT
    )
    files = {(row.document, row.side): row for row in current}
    rows = [
        DocumentRow(
            document,
            side,
            files.get((document.key, str(side)))
            or next((files[document.key, one] for one in Side if not side and (document.key, one) in files), None),
            workspace.may_write and side in {None, workspace.side},
        )
        for document, side in draft.expected_files()
    ]
    return tuple(sorted(rows, key=lambda row: row.side not in {None, workspace.side}))


def attachment_for(user: User, public_id: UUID) -> Attachment | None:
    """A team reads all its files; a manager those that were submitted."""
    attachment = Attachment.objects.filter(public_id=public_id).select_related("proposal__call").first()
    if attachment is None or not user.has_perm("proposals.see_proposal", attachment.proposal):
        return None
    if user.has_perm("proposals.be_in_team", attachment.proposal) or _was_submitted(attachment):
        return attachment
    return None


def _was_submitted(attachment: Attachment) -> bool:
    named = {"document": attachment.document, "side": attachment.side, "sha256": attachment.sha256}
    submissions = Submission.objects.filter(proposal=attachment.proposal, stage=attachment.stage)
    return submissions.filter(content__files__contains=[named]).exists()
