"""What changed in a proposal since somebody read it."""

from datetime import datetime

from exchange.dossiers.enums import FileState
from exchange.dossiers.selectors.history import Past, find_read, reading_since
from exchange.dossiers.values.reading import ChangedPart
from exchange.proposals.models import Answer, Attachment, BudgetLine, Proposal, TeamMember
from exchange.proposals.models.team import TAKES_PART
from exchange.proposals.selectors.drafts import Rows, draft_of, load_draft
from exchange.proposals.values.content import ProposalContent
from exchange.proposals.values.reading import changes, read_content


def changes_since(proposal: Proposal, digest: str) -> tuple[ChangedPart, ...]:
    """Between the content that ``digest`` names and that of now; nothing where history does not know it."""
    old = _draft_read(proposal, digest)
    if old is None:
        return ()
    new = load_draft(proposal)
    return changes(read_content(old.content(), old.definition), read_content(new.content(), new.definition))


def _draft_read(proposal: Proposal, digest: str) -> ProposalContent | None:
    since, definition = reading_since(), proposal.call.definition
    own = Past(Proposal, since=since, pgh_obj=proposal.pk)
    members = Past(TeamMember, since=since, proposal=proposal.pk)
    answers = Past(Answer, since=since, proposal=proposal.pk)
    files = Past(Attachment, since=since, proposal=proposal.pk)
    lines = Past(BudgetLine, since=since, proposal=proposal.pk)

    def build(instant: datetime) -> ProposalContent:
        rows = Rows(
            members=_team(members.at(instant)),
            answers=answers.at(instant),
            files=_current(files.at(instant)),
            lines=sorted(lines.at(instant), key=lambda row: (row.side, row.year, row.category)),
        )
        return draft_of(next(iter(own.at(instant)), proposal), definition, rows)

    return find_read(digest, pasts=(own, members, answers, files, lines), build=build)


def _team(rows: list[TeamMember]) -> list[TeamMember]:
    taking_part = (row for row in rows if row.state in TAKES_PART)
    return sorted(taking_part, key=lambda row: (row.side, row.role, row.pk))


def _current(rows: list[Attachment]) -> list[Attachment]:
    newest_first = sorted(rows, key=lambda row: row.uploaded_at, reverse=True)
    return sorted((row for row in newest_first if row.state == FileState.CURRENT), key=lambda row: row.document)
