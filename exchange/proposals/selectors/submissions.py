"""Submissions as their pages read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from exchange.dossiers.checks.registry import Result, may_submit
from exchange.dossiers.enums import FileState
from exchange.dossiers.selectors.snapshots import PartyState, party_states
from exchange.proposals.checks import CHECKS
from exchange.proposals.enums import AT_THE_AGENCIES
from exchange.proposals.models import Attachment, Confirmation, InformationRequest, Proposal, Submission
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.values.content import ProposalContent
from exchange.proposals.values.reading import ReadSubmission, read_content


@dataclass(frozen=True)
class Readiness:
    """Everything that the submit page shows."""

    draft: ProposalContent
    digest: str
    results: tuple[Result, ...]
    sides: tuple[PartyState[Confirmation], ...]
    latest: Submission | None
    asked: InformationRequest | None

    @property
    def read(self) -> ReadSubmission:
        """What is confirmed and submitted, as it will be read."""
        return read_content(self.draft.content(), self.draft.definition)

    @property
    def is_complete(self) -> bool:
        return may_submit(self.results)

    @property
    def is_confirmed(self) -> bool:
        return all(side.is_current for side in self.sides)

    @property
    def is_unchanged(self) -> bool:
        """What would be submitted is in already."""
        return self.latest is not None and self.latest.digest == self.digest


def readiness(proposal: Proposal) -> Readiness:
    draft = load_draft(proposal)
    digest = draft.digest()
    confirmations = confirmations_of(proposal).select_related("confirmed_by__researcher")
    sides = party_states(draft, {row.side: row for row in confirmations}, digest=digest)
    latest = submissions_of(proposal).filter(stage=proposal.stage).first()
    return Readiness(draft, digest, CHECKS.run(draft), sides, latest, open_request(proposal))


def is_changed(proposal: Proposal, draft: ProposalContent) -> bool:
    """Whether the agencies have something older than ``draft``: only what was submitted counts."""
    if proposal.state not in AT_THE_AGENCIES:
        return False
    latest = submissions_of(proposal).filter(stage=proposal.stage).values_list("digest", flat=True).first()
    return latest is not None and latest != draft.digest()


def confirmations_of(proposal: Proposal) -> QuerySet[Confirmation]:
    """Of the present stage, whatever they confirmed."""
    return proposal.confirmations.filter(stage=proposal.stage)


def open_request(proposal: Proposal) -> InformationRequest | None:
    """What the programme has asked the team for, while it waits for the answer."""
    return proposal.information_requests.unanswered().first()


def submissions_of(proposal: Proposal) -> QuerySet[Submission]:
    """Newest first, over all stages."""
    rows = proposal.submissions.select_related("call_version", "submitted_by__researcher")
    return rows.order_by("-submitted_at", "-number")


def read_submission(submission: Submission) -> ReadSubmission:
    return read_content(submission.content, submission.call_version.definition)


def files_of(submission: Submission) -> Mapping[tuple[str, str, str], Attachment]:
    """The stored file of each that the submission names, by document, side and checksum."""
    sums = [row["sha256"] for row in submission.content["files"]]
    stored = Attachment.objects.filter(proposal=submission.proposal_id, stage=submission.stage, sha256__in=sums)
    return _by_content(stored)


def current_files(proposal: Proposal) -> Mapping[tuple[str, str, str], Attachment]:
    """The same of what would be submitted now."""
    return _by_content(proposal.attachments.filter(stage=proposal.stage, state=FileState.CURRENT))


def _by_content(files: Iterable[Attachment]) -> Mapping[tuple[str, str, str], Attachment]:
    return {(row.document, row.side, row.sha256): row for row in files}


def receipt_facts(submission: Submission) -> dict[str, Any]:
    """For the API and for the printed page alike."""
    return {
        "receipt": str(submission.receipt),
        "proposal": str(submission.proposal.public_id),
        "number": submission.number,
        "stage": submission.stage,
        "submitted_at": submission.submitted_at.isoformat(),
        "call_version": submission.call_version.number,
        "digest": submission.digest,
        "is_late": submission.is_late,
    }
