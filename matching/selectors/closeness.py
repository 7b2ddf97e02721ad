"""Texts that are compared when a page asks, few against few: from the vectors that the runs keep."""

from collections.abc import Collection, Sequence

import numpy as np

from exchange.jobs.enums import JobState
from exchange.people.values.bilingual import reads_korean
from matching.core.explanation import MeetingTexts
from matching.core.subjects import Passages
from matching.enums import PassageKind, ScorePart
from matching.models import Passage, Run
from matching.selectors.families import TOPICAL, load_vectors
from matching.selectors.meetings import Meeting

TEXTS = (*TOPICAL, PassageKind.CALL, PassageKind.CONCEPT)


def published_model_tag() -> str:
    """Of the newest results; empty before the first run."""
    return Run.objects.filter(state=JobState.DONE).values_list("model_tag", flat=True).first() or ""


def texts_of(
    owner: str, ids: Sequence[int], *, model_tag: str, once: bool = False, to_reader: bool = False
) -> Passages:
    """Texts of the owners of one kind, in the order of ``ids``.

    With ``once`` what is said in two languages counts once; ``to_reader`` are those that explain something to whoever
    reads the page: what stands there in both languages in the reader's alone.
    """
    vectors = load_vectors(owner, model_tag, among=ids)
    if to_reader:
        vectors = vectors.read_in(korean=reads_korean())
    if not np.isin(vectors.kinds, TEXTS).any():
        return Passages.none(len(ids))
    if once:
        vectors = vectors.said_once()
    place = {pk: index for index, pk in enumerate(ids)}
    chosen = np.isin(vectors.kinds, TEXTS)
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
