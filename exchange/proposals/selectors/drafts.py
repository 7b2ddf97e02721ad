"""Read a proposal as one value, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet

from exchange.dossiers.enums import FileState
from exchange.dossiers.values.content import File
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Stage
from exchange.programmes.values.definition import CallDefinition
from exchange.proposals.enums import EDITABLE, MemberState, ProposalState, Role
from exchange.proposals.models import Answer, Attachment, BudgetLine, Proposal, TeamMember
from exchange.proposals.models.team import TAKES_PART
from exchange.proposals.values.content import Member, Money, ProposalContent

Row = TypeVar("Row", TeamMember, Answer, Attachment, BudgetLine)

Closings = Mapping[tuple[int, str], datetime | None]
"""By call and kind of stage."""

LIVE = (*EDITABLE, ProposalState.ADVANCED)


@dataclass(frozen=True)
class Rows:
    """What a proposal is made of beside its own row, each in the order of its model."""

    members: Collection[TeamMember]
    answers: Collection[Answer]
    files: Collection[Attachment]
    lines: Collection[BudgetLine]


def load_draft(proposal: Proposal) -> ProposalContent:
    """The proposal in its present stage, under the newest published version of its call."""
    return load_drafts([proposal])[proposal.pk]


def load_drafts(proposals: Collection[Proposal], closings: Closings | None = None) -> dict[int, ProposalContent]:
    """The same of many by their key, in as many queries as of one. Each comes with its call and version.

    ``closings`` say when their stages close, where the caller has read it. The rows come in the order of their models,
    though not by proposal, which would join it.
    """
    taking_part = TeamMember.objects.filter(proposal__in=proposals, state__in=TAKES_PART)
    current = Attachment.objects.filter(proposal__in=proposals, state=FileState.CURRENT)
    members = _by_proposal(taking_part.order_by("side", "role", "pk"))
    answers = _by_proposal(Answer.objects.filter(proposal__in=proposals).order_by("pk"))
    files = _by_proposal(current.order_by("document", "-uploaded_at"))
    lines = _by_proposal(BudgetLine.objects.filter(proposal__in=proposals).order_by("side", "year", "category"))
    calls = {proposal.call_id: proposal.call for proposal in proposals}
    definitions = {pk: call.definition for pk, call in calls.items()}
    closings = _closings(calls) if closings is None else closings
    led = _led(calls, [row.researcher_id for rows in members.values() for row in rows if row.researcher_id])
    return {
        proposal.pk: draft_of(
            proposal,
            definitions[proposal.call_id],
            Rows(members[proposal.pk], answers[proposal.pk], files[proposal.pk], lines[proposal.pk]),
            closes_at=closings.get((proposal.call_id, proposal.stage)),
            elsewhere=_elsewhere(proposal, members[proposal.pk], led),
        )
        for proposal in proposals
    }


def draft_of(
    proposal: Proposal,
    definition: CallDefinition,
    rows: Rows,
    *,
    closes_at: datetime | None = None,
    elsewhere: Mapping[int, int] | None = None,
) -> ProposalContent:
    """Without the last two it is still the same content, though not all that the checks ask for."""
    return ProposalContent(
        definition=definition,
        stage=StageKind(proposal.stage),
        sides=_sides(proposal, definition, rows.members),
        title_en=proposal.title_en,
        title_ko=proposal.title_ko,
        members=tuple(_member(row) for row in rows.members),
        answers={(row.question, row.side): row.value for row in rows.answers if row.stage == proposal.stage},
        files=tuple(_file(row) for row in rows.files if row.stage == proposal.stage),
        budget=tuple(_money(row) for row in rows.lines),
        closes_at=closes_at,
        has_paying_partner=proposal.has_paying_partner,
        elsewhere=elsewhere or {},
    )


def _sides(proposal: Proposal, definition: CallDefinition, members: Collection[TeamMember]) -> tuple[Side, ...]:
    """Who takes part: everybody of whom the call asks it, else only the sides that have somebody in the team."""
    taking_part = {row.side for row in members}
    return tuple(Side(side) for side in proposal.sides if definition.both_sides_required or side in taking_part)


def _closings(calls: Collection[int]) -> Closings:
    return {(stage.call_id, stage.kind): stage.closes_at for stage in Stage.objects.filter(call__in=calls)}


def _by_proposal(rows: QuerySet[Row]) -> Mapping[int, list[Row]]:
    grouped: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.proposal_id].append(row)
    return grouped


def _led(calls: Collection[int], researchers: Collection[int]) -> Mapping[tuple[int, int], set[int]]:
    """By call and researcher, the live proposals that they lead as PI."""
    rows = TeamMember.objects.filter(
        researcher__in=researchers,
        role=Role.PI,
        state=MemberState.ACCEPTED,
        proposal__call__in=calls,
        proposal__state__in=LIVE,
    )
    led: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for call, researcher, proposal in rows.order_by().values_list("proposal__call", "researcher", "proposal"):
        led[call, researcher].add(proposal)
    return led


def _elsewhere(
    proposal: Proposal, members: Collection[TeamMember], led: Mapping[tuple[int, int], set[int]]
) -> dict[int, int]:
    """By researcher, how many other live proposals of the same call they lead as PI."""
    others = {
        row.researcher_id: len(led.get((proposal.call_id, row.researcher_id), set()) - {proposal.pk})
        for row in members
        if row.researcher_id is not None
    }
    return {researcher: count for researcher, count in others.items() if count}


def _file(row: Attachment) -> File:
    return File(row.document, Side(row.side), row.name, row.size, row.pages, row.sha256)


def _money(row: BudgetLine) -> Money:
    return Money(Side(row.side), row.year, row.category, row.amount_minor, row.currency)


def _member(row: TeamMember) -> Member:
    return Member(
        id=str(row.public_id),
        researcher=row.researcher_id,
        name=row.name,
        organisation=row.organisation,
        side=Side(row.side),
        role=Role(row.role),
        state=MemberState(row.state),
        projects_at_once=row.projects_at_once,
        projects_as_pi=row.projects_as_pi,
        last_collaboration_on=row.last_collaboration_on,
        foreign_support=row.foreign_support,
        signed_off=row.has_signed_off,
    )
