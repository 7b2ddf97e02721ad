"""Every eligible pair worth suggesting, with its parts, ranks, rules and evidence; reads, never writes.

As arrays from end to end: what a run suggests is many times as long as the crowd.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from matching.core.eligibility import ask_rules, rule_names
from matching.core.meetings import Meetings, find_meetings
from matching.core.retrieval import Matches, find_matches
from matching.core.scoring import PARTS, ScoreWeights
from matching.core.subjects import BoolArray, IntArray
from matching.enums import OF_PROJECTS, ScorePart
from matching.models import Run
from matching.selectors.families import Family, PairKey, project_family, researcher_families, set_aside_pairs

OnProgress = Callable[[int, int], None]
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
    def joined(cls, one: Self, two: Self) -> Self:
        second = two.evidence
        moved = Meetings(second.pair + len(one), second.part, second.own, second.other, second.similarity)
        return cls(**_joined(one, two, leaving="evidence"), evidence=Meetings(**_joined(one.evidence, moved)))

    @property
    def pair_keys(self) -> list[PairKey]:
        ends = zip(self.first.tolist(), self.project.tolist(), self.partner.tolist(), strict=True)
        return [(first, project or None, partner or None) for first, project, partner in ends]

    def only(self, kept: BoolArray) -> "Suggestions":
        with_pair = kept[self.evidence.pair]
        rows = {name: getattr(self.evidence, name)[with_pair] for name in _names(Meetings)}
        rows["pair"] = (np.cumsum(kept) - 1)[rows["pair"]]
        columns = {name: getattr(self, name)[kept] for name in _names(Suggestions) if name != "evidence"}
        return Suggestions(**columns, evidence=Meetings(**rows))

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


def _joined(one: Any, two: Any, *, leaving: str = "") -> dict[str, Any]:
    names = (name for name in _names(type(one)) if name != leaving)
    return {name: np.concatenate([getattr(one, name), getattr(two, name)]) for name in names}


def answers_to_rules(unsure: int, *, of_people: bool) -> list[dict[str, Any]]:
    """Ready for JSON: what the rules say of a suggestion, ``None`` where too little is known to say no."""
    return [
        {"rule": name, "passed": None if unsure >> bit & 1 else True}
        for bit, name in enumerate(rule_names())
        if not of_people or name not in OF_PROJECTS
    ]


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything a run suggests, and among whom it chose."""

    suggestions: Suggestions
    model_tag: str
    researchers: Family
    projects: Family
    left_out: dict[str, int] = field(default_factory=dict)


def score_all(run: Run, *, model_tag: str, today: date, stale: Collection[int], on_progress: OnProgress) -> Scores:
    """Researchers against projects, and the Korean side's researchers against the US side's.

    Follows from the facts, the vectors of ``model_tag`` without the ``stale`` passages, and the run's weights alone.
    ``on_progress`` gets researchers done and the total.
    """
    people, korean, american = researcher_families(model_tag, stale=stale)
    projects = project_family(model_tag, people, today=today, stale=stale)
    total, set_aside = len(people.rows) + len(korean.rows), set_aside_pairs()
    found = Suggestions.joined(
        _score(run, people, projects, set_aside, lambda done, _total: on_progress(done, total)),
        _score(run, korean, american, set_aside, lambda done, _total: on_progress(len(people.rows) + done, total)),
    )
    return Scores(found, model_tag, people, projects)


def _score(
    run: Run, people: Family, others: Family, set_aside: Collection[PairKey], on_progress: OnProgress
) -> Suggestions:
    dismissed = _positions(set_aside, people, others)
    found = find_matches(
        people.subjects,
        others.subjects,
        weights=ScoreWeights(**run.weights),
        top_k=run.top_k,
        dismissed=dismissed,
        on_progress=on_progress,
    )
    return _suggestions(people, others, found, dismissed).in_order()


def _positions(pairs: Collection[PairKey], people: Family, others: Family) -> npt.NDArray[np.int64]:
    """(n, 2): indexes into ``people`` and ``others``."""
    of_person = {pk: index for index, pk in enumerate(people.ids)}
    of_other = {pk: index for index, pk in enumerate(others.ids)}
    ends = [(first, partner) if others.is_people else (first, project) for first, project, partner in pairs]
    # Of two researchers the one with the smaller id may be on either side.
    both = ends + [(second, first) for first, second in ends] if others.is_people else ends
    known = sorted((of_person[one], of_other[two]) for one, two in both if one in of_person and two in of_other)
    return np.array(known, np.int64).reshape(-1, 2)


def _suggestions(people: Family, others: Family, found: Matches, dismissed: npt.NDArray[np.int64]) -> Suggestions:
    """Not yet in the order of ids."""
    answers = ask_rules(people.subjects, others.subjects, found.person, found.other, dismissed=dismissed)
    theirs = np.array(others.ids, np.int64)[found.other]
    nobody = np.full(len(found), NOBODY, np.int64)
    return Suggestions(
        first=np.array(people.ids, np.int64)[found.person],
        project=nobody if others.is_people else theirs,
        partner=theirs if others.is_people else nobody,
        score=found.score,
        parts=np.stack([getattr(found, part) for part in PARTS], axis=1),
        rank_for_first=found.person_rank,
        rank_for_other=found.other_rank,
        unsure=~answers.known @ (1 << np.arange(answers.known.shape[1])),
        evidence=find_meetings(people.texts, others.texts, found.person, found.other),
    )
