"""Read a proposal as one value, in a constant number of queries."""

from collections.abc import Collection

from django.db.models import Count

from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Stage
from exchange.proposals.draft import Draft, File, Member, Money
from exchange.proposals.enums import FileState, MemberState, ProposalState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.models.team import TAKES_PART

LIVE = (ProposalState.DRAFT, ProposalState.SUBMITTED, ProposalState.INFORMATION_ASKED, ProposalState.ADVANCED)


def load_draft(proposal: Proposal) -> Draft:
    """The proposal in its present stage, under the newest published version of its call."""
    members = tuple(_member(row) for row in proposal.members.filter(state__in=TAKES_PART))
    stage = Stage.objects.filter(call=proposal.call_id, kind=proposal.stage).first()
    return Draft(
        definition=proposal.call.definition,
        stage=StageKind(proposal.stage),
        sides=tuple(Side(side) for side in proposal.sides),
        title_en=proposal.title_en,
        title_ko=proposal.title_ko,
        members=members,
        answers={
            (row.question, row.side): row.value for row in proposal.answers.filter(stage=proposal.stage).order_by("pk")
        },
        files=tuple(
            File(row.document, Side(row.side), row.name, row.size, row.pages, row.sha256)
            for row in proposal.attachments.filter(stage=proposal.stage, state=FileState.CURRENT)
        ),
        budget=tuple(
            Money(Side(row.side), row.year, row.category, row.amount_minor, row.currency)
            for row in proposal.budget_lines.all()
        ),
        closes_at=stage.closes_at if stage else None,
        elsewhere=led_elsewhere(proposal, [member.researcher for member in members if member.researcher is not None]),
    )


def led_elsewhere(proposal: Proposal, researchers: Collection[int]) -> dict[int, int]:
    """By researcher, how many other live proposals of the same call they lead as PI."""
    led = TeamMember.objects.filter(
        researcher__in=researchers,
        role=Role.PI,
        state=MemberState.ACCEPTED,
        proposal__call=proposal.call_id,
        proposal__state__in=LIVE,
    ).exclude(proposal=proposal.pk)
    rows = led.order_by().values("researcher").annotate(count=Count("proposal", distinct=True))
    return {row["researcher"]: row["count"] for row in rows}


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
