"""What of the matching of concept papers waits: for their teams to rank, for the managers of their calls to go on with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.dossiers.enums import RoundState
from exchange.messaging.values.worklist import WorkItem
from exchange.pairing.models import FirstReview, PairingRound, Priority
from exchange.pairing.selectors.paper import goes_on, papers_in
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.people.selectors.profile import researcher_of
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.models import Agency, Call, Stage
from exchange.programmes.rules import managed_by, manages_some_programme
from exchange.proposals.enums import MemberState
from exchange.proposals.models import TeamMember
from exchange.proposals.rules import LEADING, calls_with_managed_proposals


def waiting_to_be_ranked(user: User) -> Iterator[WorkItem]:
    """Papers that the person leads and whose team has ranked nobody yet."""
    researcher = researcher_of(user)
    if researcher is None:
        return
    led = TeamMember.objects.filter(
        researcher=researcher,
        state=MemberState.ACCEPTED,
        role__in=LEADING,
        proposal__stage=StageKind.CONCEPT_PAPER,
        proposal__call__pairing_round__state=RoundState.OPEN,
    )
    # Fetched first: one person's papers are few, which the database does not guess.
    own = list(led.values_list("proposal", flat=True))
    ranked = Priority.objects.filter(chooser=OuterRef("pk"), round=OuterRef("call__pairing_round"))
    papers = papers_in().filter(
        ~Exists(ranked), goes_on(), pk__in=own, call__pairing_round__closes_at__gt=timezone.now()
    )
    for paper in papers.select_related("call__pairing_round").order_by("pk"):
        yield WorkItem(
            kind="ranking",
            subject=str(paper.public_id),
            label=_("Possible partners to rank"),
            title=str(paper),
            detail=_("Your paper advances. A paper you do not rank cannot become your partner"),
            act=_("Rank"),
            url=reverse("proposal-priorities", args=[paper.public_id]),
            entry="proposal-list",
            due_at=paper.call.pairing_round.closes_at,
        )


def waiting_pairings(user: User) -> Iterator[WorkItem]:
    """One item a call whose papers are all in: the next step of their matching."""
    if not manages_some_programme(user):
        return
    offices = managed_by(user).select_related("officer__agency").order_by("-pk")
    agencies = {office.programme_id: office.officer.agency for office in offices}
    calls = list(_calls(user)) if agencies else []
    tallies = _tallies(calls, user) if calls else {}
    for call in calls:
        step = _next_step(call, agencies[call.programme_id], tallies)
        if step is not None:
            yield _pairing(call, step)


def _calls(user: User) -> QuerySet[Call]:
    over = Stage.objects.filter(call=OuterRef("pk"), kind=StageKind.CONCEPT_PAPER, closes_at__lte=timezone.now())
    matched = Call.objects.public().filter(
        Exists(over),
        pk__in=calls_with_managed_proposals(user),
        version__content__team_formation=TeamFormation.MATCHMAKING,
    )
    return matched.exclude(pairing_round__state=RoundState.CONFIRMED).select_related("pairing_round").order_by("pk")


@dataclass(frozen=True, slots=True)
class _Papers:
    """Of one side of a call: how many have no result of the reader's agency, or of any, and how many go on."""

    to_review: int = 0
    unreviewed: int = 0
    eligible: int = 0


Tallies = dict[tuple[int, str], _Papers]


def _tallies(calls: Collection[Call], user: User) -> Tallies:
    reviews = FirstReview.objects.filter(proposal=OuterRef("pk"))
    own = reviews.filter(agency__officers__user=user)
    groups = (
        papers_in()
        .filter(call__in=calls)
        .order_by()
        .values("call", "sides")
        .annotate(
            to_review=Count("pk", filter=~Exists(own)),
            unreviewed=Count("pk", filter=~Exists(reviews)),
            eligible=Count("pk", filter=goes_on()),
        )
    )
    return {
        (row["call"], row["sides"][0]): _Papers(row["to_review"], row["unreviewed"], row["eligible"]) for row in groups
    }


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    detail: str
    act: str


def _next_step(call: Call, agency: Agency, tallies: Tallies) -> _Step | None:
    round_: PairingRound | None = getattr(call, "pairing_round", None)
    if round_ is not None and round_.state == RoundState.RUN:
        return _Step(
            _("Matching of concept papers"),
            _("Matched. No one is told until you confirm it"),
            _("Read and confirm"),
        )
    if count := tallies.get((call.pk, agency.side), _Papers()).to_review:
        return _results(count)
    if round_ is None:
        return _opening([tallies.get((call.pk, side), _Papers()) for side in Side])
    if round_.phase == RoundState.CLOSED:
        text = _("The priorities are closed")
        return _Step(_("Matching of concept papers"), text, _("Run the matching"))
    return None


def _results(count: int) -> _Step:
    text = ngettext(
        "%(count)d concept paper of your side has no result of the first review",
        "%(count)d concept papers of your side have no result of the first review",
        count,
    )
    return _Step(_("Papers awaiting your results"), text % {"count": count}, _("Enter results"))


def _opening(sides: Collection[_Papers]) -> _Step | None:
    """Once both agencies have entered everything, and each side has a paper that goes on."""
    if any(side.unreviewed or not side.eligible for side in sides):
        return None
    text = _("The first review is complete on both sides")
    return _Step(_("Matching of concept papers"), text, _("Open the priorities"))


def _pairing(call: Call, step: _Step) -> WorkItem:
    return WorkItem(
        kind="pairing",
        subject=str(call.public_id),
        label=step.label,
        title=str(call),
        detail=step.detail,
        act=step.act,
        url=reverse("call-pairing", args=[call.public_id]),
        entry="call-list",
    )
