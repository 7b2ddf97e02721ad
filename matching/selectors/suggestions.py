"""What is suggested to a researcher, and why nothing is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher
from exchange.people.selectors.profile import completeness
from exchange.people.selectors.side import confirmed_side
from matching.core.bands import WEAK
from matching.enums import Opinion, PairState
from matching.models import Pair, Reaction
from matching.selectors.bands import BandCuts, cuts_in_force
from matching.selectors.pairs import (
    WAYS,
    PairView,
    in_order,
    of_researcher,
    pairs_seen_by,
    present,
    profiles_in,
    with_details,
    with_rows,
)
from matching.selectors.review import about_topic
from matching.selectors.subjects import changed_since, researchers_taking_part

UNANSWERED = "unanswered"


class Emptiness(models.TextChoices):
    """Why a researcher has no suggestion; each has its own next useful step."""

    NO_PROFILE = "no_profile"
    UNLISTED = "unlisted"
    UNCONFIRMED = "unconfirmed"
    NO_CONSENT = "no_consent"
    NOTHING_TO_READ = "nothing_to_read"
    READING = "reading"
    FILTERED = "filtered"
    NOTHING_FOUND = "nothing_found"


def suggestions_for(
    researcher: Researcher,
    viewer: Viewer,
    *,
    cuts: BandCuts | None = None,
    kind: str = "",
    topic: str = "",
    reaction: str = "",
) -> QuerySet[Pair]:
    """Pairs suggested to the researcher, by their ``band`` and score; without those set aside by either party or by a manager.

    ``reaction`` is an opinion of the researcher's own, or ``unanswered``. Those the researcher set aside are found
    that way alone, with no match any more after the next run, so that it can be undone.
    """
    # Fetched first: one person's pairs are few, which the database does not guess, and it would go through all of them.
    own = list(Pair.objects.filter(of_researcher(researcher)).values_list("pk", flat=True))
    pairs = pairs_seen_by(viewer).filter(pk__in=own).exclude(state=PairState.DISMISSED)
    said = Reaction.objects.filter(pair=OuterRef("pk"))
    if reaction == Opinion.NOT_FOR_ME:
        pairs = pairs.filter(Exists(said.filter(researcher=researcher, opinion=reaction)))
    else:
        pairs = pairs.filter(~Exists(said.filter(opinion=Opinion.NOT_FOR_ME)), match__isnull=False)
    if reaction == Opinion.INTERESTED:
        pairs = pairs.filter(Exists(said.filter(researcher=researcher, opinion=reaction)))
    if reaction == UNANSWERED:
        pairs = pairs.filter(~Exists(said.filter(researcher=researcher)))
    if kind:
        # Of one's own project the other one is a person.
        with_person = Q(project__isnull=True) | Q(project__lead=researcher)
        pairs = pairs.filter(with_person if kind == "people" else ~with_person)
    if topic:
        pairs = pairs.filter(about_topic(topic, apart_from=researcher))
    order = F("band").desc(nulls_last=True), F("score").desc(nulls_last=True), "pk"
    return pairs.annotate(band=(cuts or cuts_in_force()).expression()).order_by(*order)


@dataclass(frozen=True)
class People:
    """The best pair with each person, and their other pairs, with either one's projects; in order.

    ``bands`` are those of the best pairs; of what no run suggests any more there is none.
    """

    others: Mapping[int, Sequence[int]]
    bands: Mapping[int, int | None]
    cuts: BandCuts | None = None

    @classmethod
    def nobody(cls) -> Self:
        return cls({}, {})

    def of_band(self, band: int) -> list[int]:
        return [pk for pk in self.others if self.bands[pk] == band]

    @property
    def all(self) -> list[int]:
        return list(self.others)

    @property
    def close(self) -> list[int]:
        """Without the weak ones."""
        return [pk for pk in self.others if self.bands[pk] != WEAK]

    @property
    def weaker(self) -> list[int]:
        return self.of_band(WEAK)

    def present(self, keys: Iterable[int], viewer: Viewer, *, own: Researcher) -> list[PairView]:
        """Of those ``keys``, each with the other ways in which the two fit."""
        wanted = list(keys)
        pairs = in_order(wanted, with_details(Pair.objects.all()))
        rest = in_order((pk for key in wanted for pk in self.others[key]), with_rows(Pair.objects.all()))
        profiles = profiles_in(pairs, viewer)  # the others are of the same people
        shown = partial(present, viewer=viewer, own=own, profiles=profiles, cuts=self.cuts)
        also = {view.pair.pk: view for view in shown(rest, evidence=False)}
        return [
            replace(view, also=tuple(also[pk] for pk in self.others[view.pair.pk] if pk in also))
            for view in shown(pairs)
        ]


def people_suggested(researcher: Researcher, viewer: Viewer, **criteria: str) -> People:
    """:func:`suggestions_for`, by person."""
    cuts = cuts_in_force()
    pairs = suggestions_for(researcher, viewer, cuts=cuts, **criteria)
    found: dict[tuple[str, int], list[int]] = {}
    bands: dict[int, int | None] = {}
    for pk, bands[pk], *people in pairs.values_list("pk", "band", *WAYS):
        other = next((one for one in people if one not in {None, researcher.pk}), None)
        # A project without a lead stands for itself.
        found.setdefault(("pair", pk) if other is None else ("person", other), []).append(pk)
    return People({best: rest for best, *rest in found.values()}, bands, cuts)


def why_empty(researcher: Researcher | None, *, filtered: bool, since: datetime | None) -> Emptiness:
    """The first thing that stands in the way of a suggestion.

    ``since`` is the ``last_start`` of before the list was read: of after it, it may belong to a run that published
    meanwhile, and who is told that nothing was found does not look again.
    """
    if researcher is None:
        return Emptiness.NO_PROFILE
    if filtered:
        return Emptiness.FILTERED
    if not researcher.is_listed:
        return Emptiness.UNLISTED
    if confirmed_side(researcher) is None:
        return Emptiness.UNCONFIRMED
    done = {step.key for step in completeness(researcher).steps if step.is_done}
    if not researchers_taking_part().filter(pk=researcher.pk).exists():
        return Emptiness.NO_CONSENT
    if not done & {"statement", "publications", "resources", "topics"}:
        return Emptiness.NOTHING_TO_READ
    unread = changed_since(Researcher.objects.filter(pk=researcher.pk), since)
    return Emptiness.READING if unread.exists() else Emptiness.NOTHING_FOUND
