"""What changed in a proposal since somebody read it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Model

from exchange.dossiers.enums import FileState
from exchange.dossiers.selectors.history import Past, Tracked, events_of, find_read, instants_of
from exchange.dossiers.values.reading import ChangedPart
from exchange.proposals.models import Answer, Attachment, BudgetLine, Confirmation, Proposal, Submission, TeamMember
from exchange.proposals.models.team import TAKES_PART
from exchange.proposals.selectors.drafts import Rows, draft_of, load_draft
from exchange.proposals.values.content import ProposalContent
from exchange.proposals.values.reading import ReadSubmission, changes, read_content


def changes_since(proposal: Proposal, digest: str) -> tuple[ChangedPart, ...] | None:
    """Between the content that ``digest`` names and that of now; ``None`` where nobody knows any more what it named.

    What was submitted is kept as it was. What a side confirmed is looked up at that moment, however long ago; what was
    only read, among the last changes.
    """
    old = _submitted(proposal, digest) or _confirmed(proposal, digest) or _only_read(proposal, digest)
    if old is None:
        return None
    new = load_draft(proposal)
    return changes(old, read_content(new.content(), new.definition))


def _submitted(proposal: Proposal, digest: str) -> ReadSubmission | None:
    kept = Submission.objects.filter(proposal=proposal, digest=digest).select_related("call_version").first()
    return read_content(kept.content, kept.call_version.definition) if kept else None


def _confirmed(proposal: Proposal, digest: str) -> ReadSubmission | None:
    confirmed = events_of(Confirmation, proposal=proposal.pk, digest=digest).order_by("-pgh_id")
    instants = confirmed.values_list("pgh_created_at", flat=True)[:1]
    return _found(proposal, digest, list(instants))


def _only_read(proposal: Proposal, digest: str) -> ReadSubmission | None:
    return _found(proposal, digest, instants_of(_tracked(proposal)))


def _tracked(proposal: Proposal) -> Tracked:
    parts: tuple[type[Model], ...] = (TeamMember, Answer, Attachment, BudgetLine)
    return {Proposal: {"pgh_obj": proposal.pk}, **{model: {"proposal": proposal.pk} for model in parts}}


def _found(proposal: Proposal, digest: str, instants: Sequence[datetime]) -> ReadSubmission | None:
    """``instants`` are newest first."""
    if not instants:
        return None
    span, definition = {"since": instants[-1], "until": instants[0]}, proposal.call.definition
    own = Past(Proposal, **span, pgh_obj=proposal.pk)
    members = Past(TeamMember, **span, proposal=proposal.pk)
    answers = Past(Answer, **span, proposal=proposal.pk)
    files = Past(Attachment, **span, proposal=proposal.pk)
    lines = Past(BudgetLine, **span, proposal=proposal.pk)

    def build(instant: datetime) -> ProposalContent:
        rows = Rows(
            members=_team(members.at(instant)),
            answers=answers.at(instant),
            files=_current(files.at(instant)),
            lines=sorted(lines.at(instant), key=lambda row: (row.side, row.year, row.category)),
        )
        return draft_of(next(iter(own.at(instant)), proposal), definition, rows)

    draft = find_read(digest, instants=instants, build=build)
    return read_content(draft.content(), draft.definition) if draft else None


def _team(rows: list[TeamMember]) -> list[TeamMember]:
    taking_part = (row for row in rows if row.state in TAKES_PART)
    return sorted(taking_part, key=lambda row: (row.side, row.role, row.pk))


def _current(rows: list[Attachment]) -> list[Attachment]:
    newest_first = sorted(rows, key=lambda row: row.uploaded_at, reverse=True)
    return sorted((row for row in newest_first if row.state == FileState.CURRENT), key=lambda row: row.document)
