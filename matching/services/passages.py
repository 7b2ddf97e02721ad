"""Passages follow the facts; vectors follow the passages.

Everything here is idempotent and commits in sets, so that a run which was interrupted goes on where it stopped.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length

from exchange.pairing.selectors.paper import read_papers
from exchange.people.models import Researcher
from exchange.projects.models import Project
from matching.core.encoder import Encoder
from matching.models import Embedding, Passage
from matching.selectors.documents import Draft, call_drafts, paper_drafts, project_drafts, researcher_drafts
from matching.selectors.subjects import (
    calls_taking_part,
    papers_taking_part,
    projects_taking_part,
    researchers_taking_part,
)

SUBJECTS_PER_SET = 200
# A set is also how long a run may go without renewing its lease; texts come sorted by length, so small sets lose nothing.
TEXTS_PER_SET = 128


@dataclass(slots=True)
class PassageChanges:
    """How many texts of those who were read are new, and how many were there."""

    added: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class EmbeddingCounts:
    embedded: int
    reused: int


class Among(NamedTuple):
    """Of whom it may be that they take part no longer."""

    researchers: Collection[int]
    projects: Collection[int]


def refresh_passages(
    researchers: Collection[int],
    projects: Collection[int],
    *,
    today: date,
    among: Among | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> PassageChanges:
    """Write the passages of the subjects with these ids, and of the few calls and papers; what is no longer said is marked.

    Whoever of ``among``, or of all, takes part no longer says nothing.

    It stays until the new results are published, since the shown evidence rests on it.
    """
    _of_nobody_taking_part(today, among).filter(is_current=True).update(is_current=False)
    changes, done = PassageChanges(), 0
    for chunk in _sets(researchers, SUBJECTS_PER_SET):
        _refresh_researchers(chunk, changes)
        on_progress(done := done + len(chunk))
    for chunk in _sets(projects, SUBJECTS_PER_SET):
        _refresh_projects(chunk, changes, today=today)
        on_progress(done := done + len(chunk))
    _refresh_calls_and_papers(changes)
    return changes


def _of_nobody_taking_part(today: date, among: Among | None) -> models.QuerySet[Passage]:
    passages = Passage.objects.all()
    if among is not None:
        concerned = Q(researcher__in=among.researchers) | Q(project__in=among.projects)
        passages = passages.filter(concerned | Q(researcher__isnull=True, project__isnull=True))
    return passages.filter(
        Q(researcher__isnull=False) & ~Q(researcher__in=researchers_taking_part())
        | Q(project__isnull=False) & ~Q(project__in=projects_taking_part(today=today))
        | Q(call__isnull=False) & ~Q(call__in=calls_taking_part().values("pk"))
        | Q(paper__isnull=False) & ~Q(paper__in=papers_taking_part())
    )


@transaction.atomic
def _refresh_calls_and_papers(changes: PassageChanges) -> None:
    """Read by every run: a call's topics are edited without a mark of when."""
    _write({call.pk: call_drafts(call) for call in calls_taking_part()}, "call", changes)
    papers = read_papers(papers_taking_part())
    _write({paper.proposal.pk: paper_drafts(paper) for paper in papers}, "paper", changes)


@transaction.atomic
def _refresh_researchers(ids: Sequence[int], changes: PassageChanges) -> None:
    lock_researchers(ids)
    people = researchers_taking_part().filter(pk__in=ids).prefetch_related("publications", "resources")
    _write({person.pk: researcher_drafts(person) for person in people}, "researcher", changes)


@transaction.atomic
def _refresh_projects(ids: Sequence[int], changes: PassageChanges, *, today: date) -> None:
    leads = Project.objects.filter(pk__in=ids, lead__isnull=False).values_list("lead", flat=True)
    lock_researchers(list(leads))
    projects = projects_taking_part(today=today).filter(pk__in=ids).prefetch_related("resources")
    _write({project.pk: project_drafts(project) for project in projects}, "project", changes)


def lock_researchers(ids: Collection[int]) -> None:
    """Wait for withdrawals under way and hold off later ones until the caller's transaction ends.

    The caller reads consents after this, in a statement of its own: PostgreSQL would not see a consent that was
    withdrawn while a statement waited for the lock.
    """
    list(Researcher.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _write(drafts: dict[int, list[Draft]], owner: str, changes: PassageChanges) -> None:
    said = Passage.objects.filter(**{f"{owner}__in": drafts})
    rows = said.values_list("pk", f"{owner}_id", "kind", "resource_kind", "text_hash")
    known = {(owner_id, kind, resource, digest): pk for pk, owner_id, kind, resource, digest in rows}
    wanted = {
        (owner_id, str(draft.kind), draft.resource_kind, draft.text_hash): draft
        for owner_id, texts in drafts.items()
        for draft in texts
    }
    missing = [_row(draft, owner, key[0]) for key, draft in wanted.items() if key not in known]
    Passage.objects.bulk_create(missing, ignore_conflicts=True)
    changes.added += len(missing)
    changes.kept += len(wanted) - len(missing)
    # Who went back to an earlier text, or takes part again, may say what was marked before.
    said.filter(is_current=False, pk__in=[known[key] for key in wanted.keys() & known]).update(is_current=True)
    said.filter(is_current=True, pk__in=[known[key] for key in known.keys() - wanted]).update(is_current=False)


def _row(draft: Draft, owner: str, owner_id: int) -> Passage:
    return Passage(
        **{f"{owner}_id": owner_id},
        kind=draft.kind,
        resource_kind=draft.resource_kind,
        title=draft.title,
        text=draft.text,
        language=draft.language,
        text_hash=draft.text_hash,
    )


def embed_missing(
    encoder: Encoder,
    *,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> EmbeddingCounts:
    """Give every passage its vector under ``encoder.tag``; older models' vectors stay beside it.

    A text that has a vector under this tag is never embedded again, whoever wrote it: the text alone makes the vector.
    ``on_progress`` gets the passages done and the total, after each set is committed.
    """
    has_vector = Embedding.objects.filter(passage=OuterRef("pk"), model_tag=encoder.tag)
    missing = Passage.objects.filter(~Exists(has_vector), is_current=True)
    # Texts of like length side by side: a batch is padded to its longest.
    ids = list(missing.order_by(Length("title") + Length("text"), "pk").values_list("pk", flat=True))
    embedded = reused = done = 0
    for chunk in _sets(ids, TEXTS_PER_SET):
        fresh, old = _embed_set(chunk, encoder)
        embedded, reused, done = embedded + fresh, reused + old, done + len(chunk)
        on_progress(done, len(ids))
    return EmbeddingCounts(embedded=embedded, reused=reused)


def _embed_set(ids: Sequence[int], encoder: Encoder) -> tuple[int, int]:
    """Texts encoded, and passages that took over the vector of the same text."""
    passages = list(Passage.objects.filter(pk__in=ids))
    documents = {passage.text_hash: passage.document for passage in passages}
    vectors = _known_vectors(documents, encoder.tag)
    new = {digest: text for digest, text in documents.items() if digest not in vectors}
    if new:
        vectors |= dict(zip(new, encoder.encode(list(new.values())), strict=True))
    _store({passage.pk: vectors[passage.text_hash] for passage in passages}, encoder.tag)
    return len(new), len(passages) - len(new)


def _known_vectors(digests: Collection[str], tag: str) -> dict[str, npt.NDArray[np.float32]]:
    rows = Embedding.objects.filter(model_tag=tag, passage__text_hash__in=list(digests))
    return {
        digest: np.asarray(vector, np.float32) for digest, vector in rows.values_list("passage__text_hash", "vector")
    }


@transaction.atomic
def _store(vectors: dict[int, npt.NDArray[np.float32]], tag: str) -> None:
    """Passages that were withdrawn while they were being encoded get no vector."""
    still_there = Passage.objects.filter(pk__in=vectors).order_by("pk").select_for_update(no_key=True)
    rows = [
        Embedding(passage_id=pk, model_tag=tag, vector=vectors[pk]) for pk in still_there.values_list("pk", flat=True)
    ]
    Embedding.objects.bulk_create(rows, ignore_conflicts=True)


def drop_unsaid() -> int:
    """Delete the passages that nobody says any more; returns how many."""
    return Passage.objects.filter(is_current=False).delete()[1].get(Passage._meta.label, 0)


def drop_other_models(tag: str) -> int:
    """Delete the vectors of every model but ``tag``, whose results have just been published."""
    return Embedding.objects.exclude(model_tag=tag).delete()[0]


def _sets(ids: Collection[int], size: int) -> Iterator[list[int]]:
    ordered = list(ids)
    return (ordered[start : start + size] for start in range(0, len(ordered), size))
