"""Which pairs a viewer may read, and everything a page says of one, in a constant number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.people.disclosure import DisclosedProfile, Viewer, disclose_all, disclosed_names, hidden_researchers
from exchange.people.enums import ProfileField
from exchange.people.models import Organisation, Researcher, Topic, User
from exchange.people.selectors.profile import researcher_of
from exchange.projects.models import Project
from matching.enums import Band, PassageKind, Rule, ScorePart
from matching.models import Decision, Evidence, Match, Pair, Passage, Reaction
from matching.selectors.bands import BandCuts, cuts_in_force
from matching.selectors.meetings import Meeting
from matching.selectors.topics import Connection, connecting_topics
from matching.selectors.twins import Twins, twins_of

WAYS = ("researcher", "partner", "project__lead")
"""How a pair concerns a researcher: as the first, the partner, or the lead of the project."""
EVIDENCE = Evidence.objects.select_related("own", "other")


def pairs_seen_by(viewer: Viewer) -> QuerySet[Pair]:
    """Pairs all of whose people the viewer may see; a withdrawn consent closes a pair across the border.

    One look per pair for anybody hidden: what is read are the first pairs of an order, or a few that are named.
    """
    people: Any = [OuterRef(way) for way in WAYS]
    return Pair.objects.filter(~Exists(hidden_researchers(viewer).filter(pk__in=people)))


def pairs_managed_by(manager: User) -> QuerySet[Pair]:
    """Pairs on which the manager may decide: those of the people whom their side sees.

    Who is one of the two has no part in their own as a manager: what the other one says and what is decided on it they
    read as a party does, each answer after their own.
    """
    seen = pairs_seen_by(Viewer.of_side(manager.officer_side))
    own = researcher_of(manager) if manager.has_profile else None
    return seen.exclude(of_researcher(own)) if own else seen


def of_researcher(researcher: Researcher) -> Q:
    """Condition on pairs: the researcher is one of the two. A union, since each way has an index of its own."""
    first, *others = (Pair.objects.filter(**{way: researcher}).values("pk") for way in WAYS)
    return Q(pk__in=first.union(*others))


def with_rows(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """What :func:`present` reads for a row of a list, without the passages."""
    related = pairs.select_related("match__run", "researcher", "partner", "project__organisation", "project__lead")
    return related.prefetch_related(
        "project__topics",
        Prefetch("decisions", Decision.objects.select_related("decided_by")),
        Prefetch("reactions", Reaction.objects.select_related("researcher")),
    )


def with_details(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    """Everything that :func:`present` reads."""
    return with_rows(pairs).prefetch_related(Prefetch("match__evidence", EVIDENCE))


def keys_of(pairs: QuerySet[Pair]) -> "QuerySet[Pair, int]":
    """Primary keys in the pairs' order, for :func:`in_order`."""
    return pairs.values_list("pk", flat=True)


def in_order(keys: Iterable[int], rows: QuerySet[Pair]) -> list[Pair]:
    """Those of ``rows`` that have these keys, in the order of the keys.

    The keys of a page are asked for first: one statement with all conditions and all joins is planned for 40 to 80 ms,
    the two for a few.
    """
    wanted = list(keys)
    found = rows.in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


@dataclass(frozen=True)
class Subject:
    """One of the two, as the viewer may see it; ``is_own``: the viewer, or a project of theirs."""

    title: str
    side: str
    detail: str
    url: str
    person: DisclosedProfile | None
    project: Project | None
    lead: DisclosedProfile | None = None
    is_own: bool = False

    @property
    def who(self) -> "Subject":
        """The person, or who leads the project; a project without a lead stands for itself."""
        return _person(self.lead) if self.lead else self

    @property
    def organisation(self) -> Organisation | None:
        """Which ``detail`` names."""
        if self.project is not None:
            return self.project.organisation
        return self.person.organisation if self.person else None

    @property
    def topics(self) -> list[Topic]:
        """As far as the viewer may see them."""
        if self.project is not None:
            return list(self.project.topics.all())
        return list(self.person.topics) if self.person else []


@dataclass(frozen=True)
class Part:
    """A part of the score. ``start`` and ``width`` place its contribution on a bar from 0 to 100."""

    key: str
    label: str | Promise
    value: float | None
    start: float = 0.0
    width: float = 0.0


@dataclass(frozen=True)
class RuleAnswer:
    label: str | Promise
    outcome: str


@dataclass(frozen=True)
class PairView:
    """A pair as a page shows it, ``first`` being the viewer's own side where it has one.

    A party reads only its own reaction; what the other one said is for the managers. ``also``: where a person stands
    once in a list, the other pairs of the two, with either one's projects.
    """

    pair: Pair
    match: Match | None
    band: Band | None
    first: Subject
    second: Subject
    parts: tuple[Part, ...]
    meetings: tuple[Meeting, ...]
    answers: tuple[RuleAnswer, ...]
    ranks: tuple[int | None, int | None]
    reactions: Sequence[Reaction]
    also: "tuple[PairView, ...]" = ()

    @property
    def best(self) -> Meeting | None:
        return self.meetings[0] if self.meetings else None

    @property
    def ways(self) -> "tuple[PairView, ...]":
        """In which the two fit, the best one first; those that are weak only where it is, too."""
        return self, *(other for other in self.also if other.band != Band.WEAK or self.band == Band.WEAK)

    @property
    def weaker_ways(self) -> "tuple[PairView, ...]":
        return tuple(other for other in self.also if other not in self.ways)

    @property
    def connections(self) -> tuple[Connection, ...]:
        return connecting_topics(self.first.topics, self.second.topics)


Profiles = Mapping[str, DisclosedProfile]


def profiles_in(pairs: Iterable[Pair], viewer: Viewer) -> Profiles:
    """By public id, everybody named in ``pairs`` whom the viewer may see."""
    people = {person.pk: person for pair in pairs for person in pair.parties}
    return {profile.public_id: profile for profile in disclose_all(people.values(), viewer)}


def present(
    pairs: Iterable[Pair],
    viewer: Viewer,
    *,
    own: Researcher | None = None,
    evidence: bool = True,
    profiles: Profiles | None = None,
    cuts: BandCuts | None = None,
) -> list[PairView]:
    """Views of ``pairs`` in their order; people the viewer may not see are left out with their pair.

    Without ``evidence`` no passages are read: rows from :func:`with_rows` are enough. ``profiles`` are those of
    :func:`profiles_in` and ``cuts`` those in force, where the caller has read them.
    """
    rows, cuts = list(pairs), cuts or cuts_in_force()
    profiles = profiles_in(rows, viewer) if profiles is None else profiles
    twins = twins_of(row for pair in rows for row in _evidence(pair)) if evidence else None
    return [
        _view(pair, profiles, own, twins, cuts)
        for pair in rows
        if all(str(person.public_id) in profiles for person in pair.parties)
    ]


def counterparts(pairs: Iterable[Pair], viewer: Viewer, own: Researcher) -> list[tuple[Pair, Subject]]:
    """With each pair of ``own`` the other one's name and place; without those of somebody the viewer may not see."""
    others = {pair: _other_of(pair, own) for pair in pairs}
    names = disclosed_names((key for key in others.values() if key is not None), viewer)
    shown = ((pair, key) for pair, key in others.items() if key is None or key in names)
    return [(pair, _counterpart(pair, own, None if key is None else names[key])) for pair, key in shown]


def _other_of(pair: Pair, own: Researcher) -> int | None:
    """The key of whoever answers for the other side, without reading anybody."""
    if pair.researcher_id != own.pk:
        return pair.researcher_id
    return pair.project.lead_id if pair.project else pair.partner_id


def _counterpart(pair: Pair, own: Researcher, person: DisclosedProfile | None) -> Subject:
    if pair.project and pair.researcher_id == own.pk:
        return _project(pair.project, person)
    return _person(person)  # type: ignore[arg-type]  # only a project can stand without a person


def subjects_of(pair: Pair, profiles: Profiles) -> tuple[Subject, Subject]:
    first = _person(profiles[str(pair.researcher.public_id)])
    other = profiles[str(pair.other_person.public_id)] if pair.other_person else None
    return first, _project(pair.project, other) if pair.project else _person(other)  # type: ignore[arg-type]


def _evidence(pair: Pair) -> Iterable[Evidence]:
    match = getattr(pair, "match", None)
    return match.evidence.all() if match else ()


def _view(pair: Pair, profiles: Profiles, own: Researcher | None, twins: Twins | None, cuts: BandCuts) -> PairView:
    match = getattr(pair, "match", None)
    turned = own is not None and pair.researcher_id != own.pk
    ends = subjects_of(pair, profiles)
    first, second = ends[::-1] if turned else ends
    ranks = (match.rank_for_researcher, match.rank_for_other) if match else (None, None)
    return PairView(
        pair=pair,
        match=match,
        band=cuts.band_of(pair, match),
        first=replace(first, is_own=own is not None and own in pair.parties),
        second=second,
        parts=_parts(match, turned, _labels(own)),
        meetings=_meetings(pair, turned, _labels(own), _fields(pair, profiles), twins) if twins is not None else (),
        answers=_answers(match),
        ranks=ranks[::-1] if turned else ranks,
        reactions=[row for row in pair.reactions.all() if own is None or row.researcher_id == own.pk],
    )


def _person(profile: DisclosedProfile) -> Subject:
    organisation = profile.organisation.label if profile.organisation else ""
    return Subject(profile.name, profile.side or "", organisation, profile.url, profile, None)


def _project(project: Project, lead: DisclosedProfile | None) -> Subject:
    where = project.organisation.label if project.organisation else project.organisation_text
    detail = " · ".join(part for part in (lead.name if lead else "", where, project.funding) if part)
    return Subject(project.title, project.country, detail, project.get_absolute_url(), None, project, lead)


Labels = Mapping[str, str | Promise]
SWAPPED = {ScorePart.GIVE: ScorePart.TAKE, ScorePart.TAKE: ScorePart.GIVE}
OF_BOTH: Labels = {
    ScorePart.TOPICAL: ScorePart.TOPICAL.label,
    ScorePart.GIVE: _("Offers → needs"),
    ScorePart.TAKE: _("Needs ← offers"),
    ScorePart.TOPICS: ScorePart.TOPICS.label,
}


def _labels(own: Researcher | None) -> Labels:
    """A party reads "what I offer"; for everybody else the first of the two comes first."""
    return OF_BOTH if own is None else {part: part.label for part in ScorePart}


def _parts(match: Match | None, turned: bool, labels: Labels) -> tuple[Part, ...]:
    """Give and take change places where the viewer is the second of the two."""
    if match is None:
        return ()
    values, weights = match.parts, match.run.weights
    known = sum(weights.get(part, 0) for part, value in values.items() if value is not None)
    parts, start = [], 0.0
    for part in ScorePart:
        source = SWAPPED.get(part, part) if turned else part
        value = values[source]
        width = 100 * weights.get(source, 0) * value / known if value is not None and known else 0.0
        parts.append(Part(part.value, labels[part], value, start, width))
        start += width
    return tuple(parts)


Fields = Mapping[int, frozenset[str]]
_FIELDS = {
    PassageKind.PUBLICATION: ProfileField.PUBLICATIONS,
    PassageKind.OFFER: ProfileField.RESOURCES,
    PassageKind.NEED: ProfileField.RESOURCES,
}


def is_open(passage: Passage, fields: Fields) -> bool:
    """False where its field was closed to the viewer since the passage was read; ``fields`` by the person's key."""
    field = _FIELDS.get(PassageKind(passage.kind))
    return field is None or passage.researcher_id is None or field in fields.get(passage.researcher_id, ())


def _fields(pair: Pair, profiles: Profiles) -> Fields:
    return {person.pk: profiles[str(person.public_id)].fields for person in pair.parties}


def _meetings(pair: Pair, turned: bool, labels: Labels, fields: Fields, twins: Twins) -> tuple[Meeting, ...]:
    """Best first. Of what is said in both languages the closer one tells, so that nobody reads a text twice."""
    shown = [row for row in _evidence(pair) if is_open(row.own, fields) and is_open(row.other, fields)]
    seen: set[tuple[str, int]] = set()
    meetings = []
    for row in sorted(shown, key=lambda row: -row.similarity):
        ends = [twins.get(end.pk, end) for end in (row.own, row.other)]
        told = {(row.part, end.pk) for end in ends}
        if not told & seen:
            one, other = reversed(ends) if turned else ends
            meetings.append(Meeting(_label(row, turned, labels), row.similarity, one, other))
        seen |= told
    return tuple(meetings)


def _label(row: Evidence, turned: bool, labels: Labels) -> str | Promise:
    part = ScorePart(row.part)
    return labels[SWAPPED.get(part, part) if turned else part]


def _answers(match: Match | None) -> tuple[RuleAnswer, ...]:
    outcomes = {True: "pass", False: "fail", None: "unknown"}
    rows = match.rules if match else []
    return tuple(RuleAnswer(Rule(row["rule"]).label, outcomes[row["passed"]]) for row in rows)
