"""What a run reads to score: subjects as arrays for :mod:`matching.core`, and pairs that people have set aside."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import Exists, OuterRef, Q, QuerySet

from exchange.people.disclosure import matchable_fields
from exchange.people.enums import ProfileField, Side
from exchange.people.models import Researcher, Topic
from exchange.projects.models import Project
from matching.core.subjects import KR, US, BoolArray, Facts, IntArray, Passages, Subjects, Topics
from matching.enums import Opinion, PairState, PassageKind
from matching.models import Pair, Reaction
from matching.selectors.columns import some
from matching.selectors.subjects import projects_taking_part, researchers_taking_part
from matching.selectors.vectors import Vectors, load_vectors

PairKey = tuple[int, int | None, int | None]
"""Ids of the first researcher, the project, the partner; of two researchers the smaller id comes first."""

SETTLED = (PairState.DISMISSED, PairState.INTRODUCED, PairState.CONNECTED, PairState.DECLINED)
SIDE_BITS = {Side.KR: KR, Side.US: US}
ANY_SIDE = KR | US
TOPICAL = (PassageKind.STATEMENT, PassageKind.PUBLICATION, PassageKind.AIM)


class Person(NamedTuple):
    """What is read of a researcher: rows of the whole crowd are no objects of Django's."""

    pk: int
    country: str
    visibility: Mapping[str, str]
    available_from: date | None
    available_until: date | None
    career_stage: str
    openalex_id: str
    name_romanised: str


class Work(NamedTuple):
    """What is read of a project."""

    pk: int
    country: str
    lead_id: int | None
    sides_wanted: Sequence[str]
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Family:
    """Subjects of one kind: their rows, and the same in the same order as arrays.

    ``subjects`` are scored, what is said in two languages counting once; ``texts`` have every passage as it was written, to explain.
    """

    rows: Sequence[Person] | Sequence[Work]
    subjects: Subjects
    texts: Subjects
    is_people: bool

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.rows]

    @property
    def numbers(self) -> IntArray:
        """The ids as an array; they ascend."""
        return np.array(self.ids, np.int64)

    def only(self, kept: BoolArray) -> "Family":
        some = np.flatnonzero(kept)
        texts = self.texts.take(some)
        subjects = texts if self.subjects is self.texts else self.subjects.take(some)
        rows: Any = [self.rows[place] for place in some.tolist()]
        return Family(rows, subjects, texts, self.is_people)


def researcher_family(
    model_tag: str, *, whose: Mapping[int, int], among: Collection[int] | None = None, with_vectors: bool = True
) -> Family:
    """Researchers who take part: all, or those of these ids. ``whose`` tells the person behind several accounts.

    ``with_vectors`` false leaves the vectors without a dimension, where it is enough to know which texts there are.
    """
    taking_part = researchers_taking_part()
    chosen = taking_part if among is None else taking_part.filter(pk__in=some(among))
    return _researcher_family(
        [Person(*row) for row in chosen.values_list(*Person._fields)],
        vectors=load_vectors("researcher", model_tag, among=among, current_only=True, with_vectors=with_vectors),
        declared=_declared(Researcher.topics.through, "researcher", among),
        codes=topic_codes(),
        whose=whose,
    )


def project_family(
    model_tag: str,
    *,
    whose: Mapping[int, int],
    today: date,
    among: Collection[int] | None = None,
    with_vectors: bool = True,
) -> Family:
    """The same of projects; their leads take part as well."""
    taking_part = projects_taking_part(today=today)
    chosen = taking_part if among is None else taking_part.filter(pk__in=some(among))
    rows = [Work(*row) for row in chosen.values_list(*Work._fields)]
    declared = _declared(Project.topics.through, "project", among)
    facts = Facts(
        side=_sides(project.country for project in rows),
        wanted=np.array([_wanted(project) for project in rows], np.int8),
        across=np.zeros(len(rows), bool),
        starts=_dates(project.starts_on for project in rows),
        ends=_dates(project.ends_on for project in rows),
        identity=np.array([_identity(project.lead_id, whose) for project in rows], np.int64),
        **_all_true(len(rows)),
    )
    vectors = load_vectors("project", model_tag, among=among, current_only=True, with_vectors=with_vectors)
    topics = [declared[project.pk] for project in rows]
    return _family(rows, vectors, topics, topic_codes(), facts, is_people=False)


def _identity(pk: int | None, whose: Mapping[int, int]) -> int:
    return -1 if pk is None else whose.get(pk, pk)


Declared = Mapping[int, Sequence[int]]


def _declared(through: Any, owner: str, among: Collection[int] | None) -> Declared:
    """The topics of each owner, whom nothing is known of included."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = through.objects if among is None else through.objects.filter(**{f"{owner}__in": some(among)})
    for pk, topic in rows.order_by("topic").values_list(owner, "topic"):
        found[pk].append(topic)
    return found


def _researcher_family(
    rows: Sequence[Person],
    *,
    vectors: Vectors,
    declared: Declared,
    codes: Mapping[int, tuple[int, int]],
    whose: Mapping[int, int],
) -> Family:
    fields = [matchable_fields(person) for person in rows]
    topics = [
        declared[person.pk] if ProfileField.TOPICS in seen else () for person, seen in zip(rows, fields, strict=True)
    ]
    times = [
        (person.available_from, person.available_until) if ProfileField.AVAILABILITY in seen else (None, None)
        for person, seen in zip(rows, fields, strict=True)
    ]
    facts = Facts(
        side=_sides(person.country for person in rows),
        wanted=np.full(len(rows), ANY_SIDE, np.int8),
        across=np.ones(len(rows), bool),
        starts=_dates(start for start, _end in times),
        ends=_dates(end for _start, end in times),
        identity=np.array([_identity(person.pk, whose) for person in rows], np.int64),
        **_all_true(len(rows)),
    )
    return _family(rows, vectors, topics, codes, facts, is_people=True)


def _family(
    rows: Sequence[Person] | Sequence[Work],
    vectors: Vectors,
    topics: Sequence[Sequence[int]],
    codes: Mapping[int, tuple[int, int]],
    facts: Facts,
    *,
    is_people: bool,
) -> Family:
    ids = [row.pk for row in rows]
    texts = _subjects(ids, vectors, topics, codes, facts)
    once = vectors.said_once()
    scored = texts if once is vectors else Subjects(**_sorts(ids, once), topics=texts.topics, facts=facts)
    return Family(rows, scored, texts, is_people=is_people)


def _all_true(count: int) -> dict[str, npt.NDArray[np.bool_]]:
    """What every subject that was read is by the choice of the rows: listed, consenting and open."""
    return {name: np.ones(count, bool) for name in ("listed", "consents", "open")}


def _wanted(project: Work) -> int:
    bits = [SIDE_BITS[Side(side)] for side in project.sides_wanted]
    return sum(bits) if bits else ANY_SIDE


def _sides(countries: Iterable[str]) -> npt.NDArray[np.int8]:
    return np.array([SIDE_BITS[Side(country)] for country in countries], np.int8)


def _dates(days: Iterable[date | None]) -> npt.NDArray[np.datetime64]:
    return np.array([np.datetime64("NaT") if day is None else day for day in days], "datetime64[D]")


def _subjects(
    ids: Sequence[int],
    vectors: Vectors,
    topics: Sequence[Sequence[int]],
    codes: Mapping[int, tuple[int, int]],
    facts: Facts,
) -> Subjects:
    return Subjects(**_sorts(ids, vectors), topics=topics_of(topics, codes), facts=facts)


def _sorts(ids: Sequence[int], vectors: Vectors) -> dict[str, Passages]:
    """The three sorts of passages of :class:`Subjects`."""
    return {
        "topical": _passages(ids, vectors, np.isin(vectors.kinds, TOPICAL)),
        "offers": _passages(ids, vectors, vectors.kinds == PassageKind.OFFER),
        "needs": _passages(ids, vectors, vectors.kinds == PassageKind.NEED),
    }


def _passages(ids: Sequence[int], vectors: Vectors, of_kind: npt.NDArray[np.bool_]) -> Passages:
    """``ids`` ascend."""
    owners = np.array(ids, np.int64)
    chosen = of_kind & np.isin(vectors.owners, owners)
    if not chosen.any():
        return Passages.none(len(ids))
    return Passages.grouped(
        np.searchsorted(owners, vectors.owners[chosen]),
        vectors.matrix[chosen],
        count=len(ids),
        ids=vectors.ids[chosen],
        kinds=vectors.resources[chosen],
    )


def topics_of(declared: Sequence[Sequence[int]], codes: Mapping[int, tuple[int, int]]) -> Topics:
    rows = [(owner, topic, *codes[topic]) for owner, topics in enumerate(declared) for topic in topics]
    if not rows:
        return Topics.none(len(declared))
    owners, topics, subfields, fields = np.array(rows, np.int64).T
    return Topics.grouped(owners, topics, subfields, fields, count=len(declared))


def topic_codes() -> dict[int, tuple[int, int]]:
    """Subfield and field of every topic, numbered alike for all subjects of a run."""
    numbers: dict[str, int] = {}
    return {
        pk: (numbers.setdefault(f"s:{subfield}", len(numbers)), numbers.setdefault(f"f:{field}", len(numbers)))
        for pk, subfield, field in Topic.objects.order_by("pk").values_list("pk", "subfield", "field")
    }


def pairs_set_aside() -> "QuerySet[Pair]":
    """Pairs that are never suggested anew: a manager settled them, or a party said "not for me"."""
    declined = Reaction.objects.filter(pair=OuterRef("pk"), opinion=Opinion.NOT_FOR_ME)
    pairs: QuerySet[Pair] = Pair.objects.filter(Q(state__in=SETTLED) | Exists(declined))
    return pairs
