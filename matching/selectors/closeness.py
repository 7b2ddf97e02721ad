"""Texts that are compared when a page asks, few against few: from the vectors that the runs keep."""

from collections.abc import Collection, Sequence

import numpy as np

from exchange.jobs.enums import JobState
from matching.core.explanation import MeetingTexts
from matching.core.subjects import Passages
from matching.enums import PassageKind, ScorePart
from matching.models import Passage, Run
from matching.selectors.families import TOPICAL
from matching.selectors.meetings import Meeting
from matching.selectors.vectors import Vectors, load_vectors

TEXTS = (*TOPICAL, PassageKind.CALL, PassageKind.CONCEPT)


def published_model_tag() -> str:
    """Of the newest results; empty before the first run."""
    return Run.objects.filter(state=JobState.DONE).values_list("model_tag", flat=True).first() or ""


def texts_of(owner: str, ids: Sequence[int], *, model_tag: str) -> Passages:
    """Texts of the owners of one kind, in the order of ``ids``."""
    return texts_in(load_vectors(owner, model_tag, among=ids), ids)


def texts_in(vectors: Vectors, ids: Sequence[int]) -> Passages:
    """The same of what was read already: all of it, what is said once, or what one reader reads."""
    chosen = np.isin(vectors.kinds, TEXTS)
    if not chosen.any():
        return Passages.none(len(ids))
    place = {pk: index for index, pk in enumerate(ids)}
    owners = [place[pk] for pk in vectors.owners[chosen].tolist()]
    return Passages.grouped(owners, vectors.matrix[chosen], count=len(ids), ids=vectors.ids[chosen])


def meetings_of(evidence: Collection[MeetingTexts]) -> dict[MeetingTexts, Meeting]:
    """Everything that explains, in one query."""
    passages = Passage.objects.in_bulk({pk for row in evidence for pk in (row.own, row.other)})
    return {
        row: Meeting(ScorePart.TOPICAL.label, row.similarity, passages[row.own], passages[row.other])
        for row in evidence
        if row.own in passages and row.other in passages
    }
