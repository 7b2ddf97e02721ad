"""What of the matching of concept papers waits: for their teams to rank, for the managers of their calls to go on with it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.dossiers.enums import RoundState
from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.pairing.models import FirstReview, PairingRound, Priority
from exchange.pairing.selectors.paper import goes_on, papers_in
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.people.selectors.profile import researcher_of
from exchange.programmes.enums import CallState, StageKind, TeamFormation
from exchange.programmes.models import Call, Stage
from exchange.programmes.rules import manages_some_programme
from exchange.proposals.enums import MemberState
from exchange.proposals.models import TeamMember
from exchange.proposals.rules import LEADING
from exchange.proposals.selectors.managed import managed_calls


def waiting_to_be_ranked(reader: Reader) -> Iterator[WorkItem]:
    """Papers that the person leads and whose team has ranked nobody yet."""
    researcher = researcher_of(reader.user)
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
    dated = papers.annotate(closes_at=F("call__pairing_round__closes_at")).order_by("pk")
    for paper in dated.only("public_id", "title_en", "title_ko"):
        yield WorkItem(
            kind="ranking",
            subject=str(paper.public_id),
            label=_("Possible partners to rank"),
            title=str(paper),
            detail=_("Your paper advances. A paper you do not rank cannot become your partner"),
            act=_("Rank"),
            url=reverse("proposal-priorities", args=[paper.public_id]),
            entry="proposal-list",
            due_at=paper.closes_at,
        )


def waiting_pairings(reader: Reader) -> Iterator[WorkItem]:
    """One item a call whose papers are all in: the next step of their matching."""
    if not manages_some_programme(reader.user):
        return
    calls = list(_calls(reader.once(managed_calls)))
    missing = _missing_results(calls, reader.user)
    complete = _complete([call for call in calls if _round_of(call) is None and call.pk not in missing])
    for call in calls:
        step = _next_step(call, missing, complete)
        if step is not None:
            yield _pairing(call, step)


def _calls(managed: Iterable[Call]) -> QuerySet[Call]:
    over = Stage.objects.filter(call=OuterRef("pk"), kind=StageKind.CONCEPT_PAPER, closes_at__lte=timezone.now())
    matched = Call.objects.filter(
        Exists(over),
        pk__in=[call.pk for call in managed if call.state != CallState.DRAFT],
        version__content__team_formation=TeamFormation.MATCHMAKING,
    )
    return (
        matched.exclude(pairing_round__state=RoundState.CONFIRMED)
        .select_related("pairing_round")
        .defer("draft")
        .order_by("pk")
    )


def _round_of(call: Call) -> PairingRound | None:
    return getattr(call, "pairing_round", None)


def _missing_results(calls: Collection[Call], user: User) -> dict[int, int]:
    """How many papers of the reader's side have no result of their agency, by the call; only where there are any."""
    if not calls:
        return {}
    own = FirstReview.objects.filter(proposal=OuterRef("pk"), agency__officers__user=user)
    papers = papers_in().filter(~Exists(own), call__in=calls, sides__contains=[user.officer_side])
    return dict(papers.order_by().values_list("call").annotate(count=Count("pk")))


def _complete(calls: Collection[Call]) -> set[int]:
    """Calls in which every paper has a result, and a paper of each side goes on."""
    if not calls:
        return set()
    reviews = FirstReview.objects.filter(proposal=OuterRef("pk"))
    groups = papers_in().filter(call__in=calls).order_by().values_list("call", "sides")
    counted = groups.annotate(unreviewed=Count("pk", filter=~Exists(reviews)), eligible=Count("pk", filter=goes_on()))
    ready = Counter(call for call, _sides, unreviewed, eligible in counted if eligible and not unreviewed)
    return {call for call, sides in ready.items() if sides == len(Side)}


@dataclass(frozen=True, slots=True)
class _Step:
    label: str
    detail: str
    act: str


def _next_step(call: Call, missing: Mapping[int, int], complete: Collection[int]) -> _Step | None:
    round_ = _round_of(call)
    if round_ is not None and round_.state == RoundState.RUN:
        detail = _("Matched. No one is told until you confirm it")
        return _Step(_("Matching of concept papers"), detail, _("Read and confirm"))
    if call.pk in missing:
        return _results(missing[call.pk])
    if call.pk in complete:
        detail = _("The first review is complete on both sides")
        return _Step(_("Matching of concept papers"), detail, _("Open the priorities"))
    if round_ is not None and round_.phase == RoundState.CLOSED:
        return _Step(_("Matching of concept papers"), _("The priorities are closed"), _("Run the matching"))
    return None


def _results(count: int) -> _Step:
    text = ngettext(
        "%(count)d concept paper of your side has no result of the first review",
        "%(count)d concept papers of your side have no result of the first review",
        count,
    )
    return _Step(_("Papers awaiting your results"), text % {"count": count}, _("Enter results"))


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
