"""The passages closest to one vector: the interactive path, over pgvector's index (HNSW).

The batch path compares everything with everything exactly; here one person waits for one answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from pgvector.django import CosineDistance, HalfVectorField

from exchange.people.disclosure import DisclosedProfile, Viewer, disclose_all, visible_researchers
from exchange.people.models import Researcher, User
from exchange.people.models.each import ExistsForEach
from exchange.projects.models import Project
from exchange.projects.selectors import visible_projects
from matching.core.bands import BANDS, CLOSEST
from matching.enums import Band
from matching.models import Embedding, Passage, dimensions_of
from matching.selectors.closeness import published_model_tag
from matching.selectors.pairs import is_open

EF_SEARCH = 100
PASSAGES, SHOWN = 80, 20
# Below this two texts have nothing to do with each other, and a short list is a better answer than a long one.
LEAST = 0.2


@dataclass(frozen=True, slots=True)
class Near:
    passage: int
    similarity: float


@transaction.atomic
def nearest_passages(
    vector: npt.NDArray[np.float32],
    *,
    model_tag: str,
    among: QuerySet[Passage],
    limit: int = PASSAGES,
) -> list[Near]:
    """The ``limit`` passages of ``among`` closest to ``vector`` (float32 ``(d,)``), closest first.

    The index is read on until enough of ``among`` are found (iterative scan), in strict order of closeness.
    """
    width = len(vector)
    distance = CosineDistance(Cast("vector", HalfVectorField(dimensions=width)), vector.tolist())
    rows = (
        Embedding.objects.filter(Exact(dimensions_of("vector"), Value(width)), model_tag=model_tag, passage__in=among)
        .annotate(distance=distance)
        .order_by("distance")
        .values_list("passage_id", "distance")[:limit]
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL hnsw.iterative_scan = strict_order")
        cursor.execute("SET LOCAL hnsw.ef_search = %s", [EF_SEARCH])
    return [Near(passage, 1 - float(far)) for passage, far in rows]


@dataclass(frozen=True)
class Hit:
    """A person or a project, and the passage that comes closest."""

    passage: Passage
    similarity: float
    person: DisclosedProfile | None = None
    project: Project | None = None

    @property
    def band(self) -> Band:
        return Band(BANDS[CLOSEST.band(self.similarity)])


def search_by_meaning(vector: npt.NDArray[np.float32], *, model_tag: str, user: User) -> list[Hit]:
    """Others the user may see whose passages come closest; each once, with a passage the user may read."""
    viewer = Viewer.of(user)
    people = visible_researchers(viewer).exclude(pk=viewer.researcher_id or 0)
    projects = visible_projects(user).exclude(lead__isnull=False, lead=viewer.researcher_id)
    of_person, of_project = people.filter(pk=OuterRef("researcher")), projects.filter(pk=OuterRef("project"))
    among = Passage.objects.filter(Q(ExistsForEach(of_person)) | Q(ExistsForEach(of_project)))
    near = nearest_passages(vector, model_tag=model_tag, among=among)
    passages = Passage.objects.select_related("researcher", "project__organisation", "project__lead").in_bulk(
        [found.passage for found in near]
    )
    profiles = _profiles(passages.values(), viewer)
    hits = [_hit(passages[found.passage], found.similarity, profiles) for found in near if found.similarity >= LEAST]
    return _each_once([hit for hit in hits if hit is not None])[:SHOWN]


def _profiles(passages: Iterable[Passage], viewer: Viewer) -> dict[str, DisclosedProfile]:
    people: dict[int, Researcher] = {row.researcher.pk: row.researcher for row in passages if row.researcher}
    return {profile.public_id: profile for profile in disclose_all(people.values(), viewer)}


def _hit(passage: Passage, similarity: float, profiles: dict[str, DisclosedProfile]) -> Hit | None:
    """``None`` where the passage's field was closed to the user since it was embedded."""
    if passage.project is not None:
        return Hit(passage, similarity, project=passage.project)
    profile = profiles.get(str(passage.researcher.public_id)) if passage.researcher else None
    if profile is None or not is_open(passage, {passage.researcher_id or 0: profile.fields}):
        return None
    return Hit(passage, similarity, person=profile)


def _each_once(hits: Sequence[Hit]) -> list[Hit]:
    best: dict[Any, Hit] = {}
    for hit in hits:
        best.setdefault((hit.passage.researcher_id, hit.passage.project_id), hit)
    return list(best.values())


PASSAGES_OF_SUBJECT = 20


def nearest_to_subject(subject: Researcher | Project) -> list[Near]:
    """The closest passage of everybody else's, closest first: a preview of topical closeness before a run.

    Rules, needs and offers are a run's business. Empty where ``subject`` has no vectors yet.
    """
    own = Passage.objects.filter(**{"researcher" if isinstance(subject, Researcher) else "project": subject})
    tag = published_model_tag()
    rows = Embedding.objects.filter(passage__in=own, model_tag=tag).order_by("passage")[:PASSAGES_OF_SUBJECT]
    others = Q(researcher__isnull=False) | Q(project__isnull=False)
    among = Passage.objects.filter(others).exclude(pk__in=own.values("pk"))
    if isinstance(subject, Researcher):
        among = among.exclude(project__lead=subject).exclude(researcher__country=subject.country)
    found = [
        near
        for row in rows
        for near in nearest_passages(np.asarray(row.vector, np.float32), model_tag=tag, among=among)
    ]
    owners = {
        pk: owner
        for pk, *owner in Passage.objects.filter(pk__in={near.passage for near in found}).values_list(
            "pk", "researcher", "project"
        )
    }
    best: dict[tuple[int | None, ...], Near] = {}
    for near in sorted(found, key=lambda one: (-one.similarity, one.passage)):
        best.setdefault(tuple(owners[near.passage]), near)
    return list(best.values())[:SHOWN]
