"""Begin a proposal, and name it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.http.stale import Stale
from exchange.http.text import entered
from exchange.people.enums import Side
from exchange.people.models import Researcher
from exchange.people.selectors.side import UNCONFIRMED, confirmed_side
from exchange.programmes.enums import StageKind
from exchange.programmes.models import Call, Stage
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.rules import reads_others
from exchange.proposals.services.writing import hold_for_writing

READS_OTHERS = gettext_lazy(
    "As a manager or administrator you can read what others have submitted to this call, so you cannot compete in it."
)


@transaction.atomic
def create_proposal(call: Call, *, researcher: Researcher, title_en: str = "", title_ko: str = "") -> Proposal:
    """An empty draft in the call's first stage that takes submissions, led on their own side by ``researcher``.

    Raises ``ValidationError``: no confirmed side, no open stage, or they can read what others have submitted.
    """
    if researcher.side not in call.definition.sides:
        raise ValidationError(_("Choose your organisation first: it decides on which side you are."))
    if confirmed_side(researcher) is None:
        raise ValidationError(UNCONFIRMED)
    refuse_readers(call, researcher)
    stage = stage_to_begin(call)
    proposal = Proposal(
        call=call,
        stage=stage.kind,
        sides=proposal_sides(call, StageKind(stage.kind), researcher),
        title_en=title_en.strip(),
        title_ko=title_ko.strip(),
        created_by=researcher.user,
    )
    proposal.full_clean()
    proposal.save()
    add_accepted(proposal, researcher, role=Role.PI)
    return proposal


def refuse_readers(call: Call, researcher: Researcher) -> None:
    """Raise ``ValidationError`` for whoever can read what they would compete with."""
    if researcher.user is not None and reads_others(researcher.user, call):
        raise ValidationError(READS_OTHERS)


def stage_to_begin(call: Call) -> Stage:
    """The first stage that is not over and is for everybody."""
    stages = call.stages.filter(closes_at__gt=timezone.now(), by_invitation=False)
    first = next((stage for stage in stages.order_by("place") if StageKind(stage.kind).takes_submissions), None)
    if first is None:
        raise ValidationError(_("This call takes no new proposals any more."))
    return first


def proposal_sides(call: Call, stage: StageKind, researcher: Researcher) -> list[Side]:
    """A concept paper is one side's; everything else is the whole team's."""
    if stage == StageKind.CONCEPT_PAPER:
        return [Side(researcher.country)]
    return list(call.definition.sides)


def add_accepted(proposal: Proposal, researcher: Researcher, *, role: Role) -> TeamMember:
    """A place for somebody who has agreed already: the one who begins, or whose concept paper was paired."""
    member = TeamMember(
        proposal=proposal,
        researcher=researcher,
        side=researcher.country,
        role=role,
        state=MemberState.ACCEPTED,
        name=researcher.name_romanised,
        email=researcher.user.email if researcher.user else "",
        organisation=str(researcher.organisation or ""),
        replied_at=timezone.now(),
    )
    member.full_clean()
    member.save()
    return member


@transaction.atomic
def change_titles(proposal: Proposal, *, title_en: str, title_ko: str, read: tuple[str, str]) -> Proposal:
    """Raises :class:`Stale` unless the titles still are ``read``, or are the new ones already."""
    hold_for_writing(proposal)
    current = Proposal.objects.get(pk=proposal.pk)
    titles = (title_en.strip(), title_ko.strip())
    if (entered(current.title_en), entered(current.title_ko)) not in {read, titles}:
        raise Stale(current)
    current.title_en, current.title_ko = titles
    current.full_clean()
    current.save(update_fields=["title_en", "title_ko"])
    return current
