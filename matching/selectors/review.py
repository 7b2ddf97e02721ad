"""The managers' queue."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Abs

from exchange.people.disclosure import Viewer, visible_researchers
from exchange.people.enums import Audience
from exchange.people.models import Researcher, Topic, User
from exchange.people.selectors.profile import few_who_fit, fits
from exchange.projects.models import Project
from exchange.projects.selectors import fits as project_fits
from matching.core.bands import BANDS, WEAK
from matching.enums import ALLOWED_IN, Action, PairState
from matching.models import Decision, Opening, Pair, Reaction
from matching.models.pair import unseen_column
from matching.selectors.bands import BandCuts, cuts_in_force
from matching.selectors.pairs import EVIDENCE, pairs_managed_by, with_rows

OPEN = "open"
CLOSE = "close"
NOBODY = "nobody"
TOPICS_OFFERED = 60
FEW, MANY = 300, 20_000


def review_queue(
    manager: User,
    *,
    state: str = "",
    kind: str = "",
    side: str = "",
    topic: str = "",
    minimum: float | None = None,
    reaction: str = "",
    decided_by: str = "",
    text: str = "",
    unseen: bool = False,
    band: str = "",
    cuts: BandCuts | None = None,
) -> QuerySet[Pair]:
    """Pairs that the manager may decide on, best first. A decided pair stays even when no run suggests it any more.

    ``band`` is a band, or ``close`` for all but the weak ones that nobody has dealt with. ``state`` may be ``open`` for all that waits for a decision, ``decided_by`` a manager's id or ``nobody``.
    ``unseen``: only what no manager of this side has opened or decided.
    """
    pairs = pairs_managed_by(manager).filter(_conditions(state, kind, minimum))
    if unseen:
        pairs = pairs.filter(unseen_by(manager.officer_side))
    if side:
        pairs = pairs.filter(Q(researcher__country=side) | Q(partner__country=side))
    if topic:
        pairs = pairs.filter(about_topic(topic))
    if reaction:
        pairs = pairs.filter(Exists(Reaction.objects.filter(pair=OuterRef("pk"), opinion=reaction)))
    if decided_by:
        pairs = pairs.filter(_decided_by(decided_by))
    if text:
        pairs = pairs.filter(_contains(text))
    if band:
        pairs = close_only(pairs, cuts) if band == CLOSE else _of_band(pairs, band, cuts)
    return pairs.order_by(F("score").desc(nulls_last=True), "pk")


def pairs_to_decide(manager: User, public_ids: Collection[UUID | str]) -> QuerySet[Pair]:
    """Those of the named pairs that the manager may decide on, with the accounts of their people."""
    named = pairs_managed_by(manager).filter(public_id__in=public_ids)
    return named.select_related("researcher__user", "partner__user", "project__lead__user")


def queue_rows(manager: User) -> QuerySet[Pair]:
    """What the queue shows of a pair; ``is_unseen``: no manager of this side has opened or decided it."""
    return with_rows(Pair.objects.annotate(is_unseen=unseen_by(manager.officer_side)))


OF_PANEL = (
    Prefetch("match__evidence", EVIDENCE),
    Prefetch("openings", Opening.objects.select_related("opened_by")),
)
"""What the panel shows of a pair beyond its row."""


def for_panel(pair: Pair) -> QuerySet[Pair]:
    """The one pair with all that its panel shows of it."""
    return with_rows(Pair.objects.filter(pk=pair.pk)).prefetch_related(*OF_PANEL)


def unseen_by(side: str) -> Q:
    """Condition on pairs: no manager of ``side`` has opened or decided them."""
    return Q(**{unseen_column(side): True})


def deciders() -> QuerySet[User]:
    """Everybody who has ever decided on a pair."""
    return User.objects.filter(pk__in=Decision.objects.values("decided_by")).order_by("email")


def about_topic(text: str, *, apart_from: Researcher | None = None) -> Q:
    """Pairs one of whose two declares a topic of that name; a topic that a person hides is not searched."""
    names = Q(name__icontains=text) | Q(name_ko__icontains=text)
    topics = list(Topic.objects.filter(names | Q(subfield__icontains=text) | Q(field__icontains=text)))
    declared = Researcher.topics.through.objects.filter(topic__in=topics).values("researcher")
    people = Researcher.objects.filter(pk__in=declared, visibility__topics=Audience.MEMBERS)
    if apart_from is not None:
        people = people.exclude(pk=apart_from.pk)
    of_project = Project.topics.through.objects.filter(topic__in=topics).values("project")
    return _with_one_of(people, _few(people)) | _with_project(Project.objects.filter(pk__in=of_project))


def _with_one_of(people: QuerySet[Researcher], found: list[int] | None) -> Q:
    """Pairs with one of ``people``; ``found``: all of them, where they are not too many."""
    if found is None:
        return Q(Exists(people.filter(pk__in=[OuterRef("researcher"), OuterRef("partner")])))
    return Q(researcher__in=_keys(found)) | Q(partner__in=_keys(found))


def _with_project(projects: QuerySet[Project]) -> Q:
    found = _few(projects)
    return Q(Exists(projects.filter(pk=OuterRef("project")))) if found is None else Q(project__in=_keys(found))


def _few(rows: "QuerySet[Any]") -> list[int] | None:
    """``None`` of more than a few: soon enough one of them is among the best pairs, which are looked at one by one."""
    found = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(found) <= FEW else None


def _keys(found: list[int]) -> Any:
    """A few are named, so that their pairs are found by index; of more the pairs are looked at from the best on."""
    return found if len(found) <= FEW else RawSQL("SELECT unnest(%s::bigint[])", (found,))


def _conditions(state: str, kind: str, minimum: float | None) -> Q:
    conditions: dict[str, Any] = {}
    if state == OPEN:
        conditions["state__in"] = ALLOWED_IN[Action.INTRODUCE]
    elif state:
        conditions["state"] = state
    if kind:
        conditions["project__isnull"] = kind == "people"
    if minimum is not None:
        conditions["match__score__gte"] = minimum
    return Q(**conditions)


def close_only(pairs: QuerySet[Pair], cuts: BandCuts | None = None) -> QuerySet[Pair]:
    """Without weak pairs that are merely suggested: what a manager has taken up stays whatever its band."""
    known = pairs.alias(band=(cuts or cuts_in_force()).expression())
    return known.filter(Q(band__gt=WEAK) | Q(band__isnull=True) | ~Q(state=PairState.SUGGESTED))


def _of_band(pairs: QuerySet[Pair], band: str, cuts: BandCuts | None) -> QuerySet[Pair]:
    place, number = BANDS.index(band), (cuts or cuts_in_force()).expression()
    if place == WEAK:
        return pairs.alias(band=number).filter(band=WEAK)
    # The database guesses that few rows equal a number and would read all of them. These stand near the front of the
    # queue, where they are soon found; of an inequality it guesses that every third row fulfils it.
    return pairs.alias(apart=Abs(number - place)).filter(apart__lt=1)


def _decided_by(who: str) -> Q:
    decisions = Decision.objects.filter(pair=OuterRef("pk"))
    return ~Q(Exists(decisions)) if who == NOBODY else Q(Exists(decisions.filter(decided_by=int(who))))


def _contains(text: str) -> Q:
    """As people and projects are found on pages of their own."""
    people, projects = Researcher.objects.filter(fits(text)), Project.objects.filter(project_fits(text))
    return _with_one_of(people, few_who_fit(text, most=MANY)) | _with_project(projects)


def topics_in_use(manager: User) -> QuerySet[Topic]:
    """Topics to choose from: those of projects, and of the people the manager sees where they show them."""
    people = visible_researchers(Viewer.of_side(manager.officer_side)).filter(visibility__topics=Audience.MEMBERS)
    declared = people.filter(topics=OuterRef("pk"))
    of_projects = Project.topics.through.objects.filter(topic=OuterRef("pk"))
    return Topic.objects.filter(Exists(of_projects) | Exists(declared)).order_by("name")[:TOPICS_OFFERED]
