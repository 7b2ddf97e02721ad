"""Members of teams as messages to a call's list address them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from exchange.messaging.enums import Category
from exchange.office.selectors.managed import Audience, Found
from exchange.programmes.models import Call, Stage
from exchange.proposals.enums import BatchAudience, MemberState, Placeholder, Role
from exchange.proposals.models import Proposal, ProposalFigures, TeamMember
from exchange.proposals.selectors.office import call_proposals
from exchange.proposals.values.listing import ProposalListing


@dataclass(frozen=True, slots=True)
class TeamAddressee:
    """``member`` comes with researcher, proposal, figures and call."""

    member: TeamMember
    closes_at: datetime | None

    @property
    def proposal(self) -> Proposal:
        return self.member.proposal

    @property
    def takes_part(self) -> bool:
        return self.member.state == MemberState.ACCEPTED and self.member.researcher is not None

    @property
    def is_named(self) -> bool:
        """Who is in a team that never submitted is the team's own business: drafts are counted, not read."""
        return self.proposal.submitted_at is not None

    @property
    def hidden(self) -> str:
        if self.is_named:
            return ""
        return _("Name and title are filled in when it is sent: this team has submitted nothing yet.")

    @property
    def context(self) -> Mapping[str, object]:
        return {"proposal": self.proposal}

    def values(self, *, for_manager: bool) -> Mapping[str, str]:
        values = {
            "number": str(self.proposal.pk),
            "call": str(self.proposal.call),
            "stage": str(self.proposal.get_stage_display()),
            "deadline": _deadline(self.closes_at),
            "link": f"{settings.SITE_URL}{self.proposal.get_absolute_url()}",
        }
        if self.is_named or not for_manager:
            values |= {"name": self._name(), "title": _title(self.proposal)}
        return values

    def _name(self) -> str:
        researcher = self.member.researcher
        native = researcher.name_native if researcher and get_language() == "ko" else ""
        return native or self.member.name


def _title(proposal: Proposal) -> str:
    """As it was submitted, where it was: the manager has reviewed these very words."""
    figures: ProposalFigures | None = getattr(proposal, "figures", None)
    submitted = figures.title if figures and proposal.submitted_at else ""
    return submitted or proposal.title or _("Untitled proposal")


def _deadline(instant: datetime | None) -> str:
    if instant is None:
        return "–"
    return date_format(timezone.localtime(instant), "DATETIME_FORMAT")


def team_members(call: Call, listing: ProposalListing, kind: str) -> Iterator[Found]:
    """People with an account who have accepted, of the proposals that ``listing`` finds."""
    found = call_proposals(call, listing).order_by().values("pk")
    people = TeamMember.objects.filter(proposal__in=found, state=MemberState.ACCEPTED, researcher__user__is_active=True)
    if kind == BatchAudience.LEADS:
        people = people.filter(role=Role.PI)
    rows = people.values_list("proposal", "pk", "researcher__user")
    return (Found(*row) for row in rows.iterator())


def team_addressees(pks: Collection[int]) -> dict[int, TeamAddressee]:
    stage = Stage.objects.filter(call=OuterRef("proposal__call"), kind=OuterRef("proposal__stage"))
    members = TeamMember.objects.filter(pk__in=pks).select_related("researcher", "proposal__call", "proposal__figures")
    closing = members.annotate(closes_at=Subquery(stage.values("closes_at")[:1]))
    return {member.pk: TeamAddressee(member, member.closes_at) for member in closing}


TEAMS: Audience[Call] = Audience(
    title=gettext_lazy("Messages to teams"),
    one=gettext_lazy("Message to teams"),
    write=gettext_lazy("Write to these teams"),
    kinds=BatchAudience,
    placeholders=Placeholder,
    category=Category.PROPOSAL,
    template="team_message",
    heading="proposals/components/addressee.html",
    find=team_members,
    addressees=team_addressees,
)
