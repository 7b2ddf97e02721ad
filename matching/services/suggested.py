"""What a run suggests, as arrays from end to end: it is many times as long as the crowd."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from matching.core.eligibility import rule_names
from matching.core.meetings import Meetings
from matching.core.scoring import PARTS
from matching.core.subjects import IntArray
from matching.enums import OF_PROJECTS, ScorePart

FloatArray = npt.NDArray[np.float64]

NOBODY = 0
"""In place of an id: every id is greater."""
GIVE, TAKE = PARTS.index(ScorePart.GIVE), PARTS.index(ScorePart.TAKE)
SWAPPED = np.array([{GIVE: TAKE, TAKE: GIVE}.get(part, part) for part in range(len(PARTS))])
"""Which part each is when the other one looks at it."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Pairs before they are rows, all ``(m,)`` but the ``parts``, ``(m, 4)``, which are NaN where unknown.

    Of ``project`` and ``partner`` one is ``NOBODY``; ranks are 0 beyond the list's length. ``unsure`` says, as the bits of
    a number, of which rules too little is known to say no; the others are met. ``evidence.own`` is the first's.
    """

    first: IntArray
    project: IntArray
    partner: IntArray
    score: FloatArray
    parts: FloatArray
    rank_for_first: IntArray
    rank_for_other: IntArray
    unsure: IntArray
    evidence: Meetings

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def joined(cls, some: Sequence[Self]) -> Self:
        rows = [cls.none(), *some]
        begins = np.cumsum([0, *map(len, rows)])
        met = [replace(one.evidence, pair=one.evidence.pair + begin) for one, begin in zip(rows, begins, strict=False)]
        columns = {
            name: np.concatenate([getattr(one, name) for one in rows]) for name in _names(cls) if name != "evidence"
        }
        return cls(**columns, evidence=Meetings.joined(met))

    @classmethod
    def none(cls) -> Self:
        nothing, unknown = np.zeros(0, np.int64), np.zeros(0)
        return cls(
            first=nothing,
            project=nothing,
            partner=nothing,
            score=unknown,
            parts=np.zeros((0, len(PARTS))),
            rank_for_first=nothing,
            rank_for_other=nothing,
            unsure=nothing,
            evidence=Meetings.joined([]),
        )

    def in_order(self) -> "Suggestions":
        """With the smaller id first of two researchers: what the other way round is turned."""
        turned = (self.partner > NOBODY) & (self.first > self.partner)
        of_evidence = turned[self.evidence.pair]
        return Suggestions(
            first=np.where(turned, self.partner, self.first),
            project=self.project,
            partner=np.where(turned, self.first, self.partner),
            score=self.score,
            parts=np.where(turned[:, None], self.parts[:, SWAPPED], self.parts),
            rank_for_first=np.where(turned, self.rank_for_other, self.rank_for_first),
            rank_for_other=np.where(turned, self.rank_for_first, self.rank_for_other),
            unsure=self.unsure,
            evidence=Meetings(
                pair=self.evidence.pair,
                part=np.where(of_evidence, SWAPPED[self.evidence.part], self.evidence.part),
                own=np.where(of_evidence, self.evidence.other, self.evidence.own),
                other=np.where(of_evidence, self.evidence.own, self.evidence.other),
                similarity=self.evidence.similarity,
            ),
        )


def _names(of: type) -> list[str]:
    return [column.name for column in fields(of)]


def answers_to_rules(unsure: int, *, of_people: bool) -> list[dict[str, Any]]:
    """Ready for JSON: what the rules say of a suggestion, ``None`` where too little is known to say no."""
    return [
        {"rule": name, "passed": None if unsure >> bit & 1 else True}
        for bit, name in enumerate(rule_names())
        if not of_people or name not in OF_PROJECTS
    ]
