"""Every eligible pair worth suggesting, with its parts, ranks, rules and evidence; reads, never writes."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.core.eligibility import ask_rules
from matching.core.explanation import best_pairs
from matching.core.retrieval import Matches, find_matches
from matching.core.scoring import ScoreWeights
from matching.enums import OF_PROJECTS, ScorePart
from matching.models import Run
from matching.selectors.families import Family, PairKey, project_family, researcher_families, set_aside_pairs

OnProgress = Callable[[int, int], None]

SWAPPED_PARTS = {ScorePart.GIVE: ScorePart.TAKE, ScorePart.TAKE: ScorePart.GIVE}


@dataclass(frozen=True, slots=True)
class EvidencePair:
    """Ids of two passages that made a part; ``own`` is the pair's first researcher's."""

    part: ScorePart
    own: int
    other: int
    similarity: float

    def swapped(self) -> "EvidencePair":
        return EvidencePair(SWAPPED_PARTS.get(self.part, self.part), self.other, self.own, self.similarity)


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """A suggestion before it is rows. Parts in [0, 1], ``None`` unknown; ranks ``None`` beyond the list's length."""

    key: PairKey
    score: float
    parts: dict[ScorePart, float | None]
    rank_for_researcher: int | None
    rank_for_other: int | None
    rules: list[dict[str, Any]]
    evidence: list[EvidencePair]

    def swapped(self) -> "ScoredPair":
        """The same seen by the partner, who becomes the first."""
        first, _project, partner = self.key
        assert partner is not None, "only a pair of researchers has two ends"  # noqa: S101
        return ScoredPair(
            (partner, None, first),
            self.score,
            {part: self.parts[SWAPPED_PARTS.get(part, part)] for part in self.parts},
            self.rank_for_other,
            self.rank_for_researcher,
            self.rules,
            [row.swapped() for row in self.evidence],
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything a run suggests, and among whom it chose."""

    matches: list[ScoredPair]
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
    total = len(people.rows) + len(korean.rows)
    matches = [
        *_score(run, people, projects, lambda done, _total: on_progress(done, total)),
        *_score(run, korean, american, lambda done, _total: on_progress(len(people.rows) + done, total)),
    ]
    return Scores(matches, model_tag, people, projects)


def _score(run: Run, people: Family, others: Family, on_progress: OnProgress) -> list[ScoredPair]:
    if not people.rows or not others.rows:
        return []
    dismissed = _set_aside(people, others)
    found = find_matches(
        people.subjects,
        others.subjects,
        weights=ScoreWeights(**run.weights),
        top_k=run.top_k,
        dismissed=dismissed,
        on_progress=on_progress,
    )
    return list(_scored_pairs(people, others, found, dismissed))


def _key(person: int, other: int, others: Family) -> PairKey:
    """Not yet in the order of ids."""
    return (person, None, other) if others.is_people else (person, other, None)


def _set_aside(people: Family, others: Family) -> npt.NDArray[np.int64]:
    """(n, 2): indexes into ``people`` and ``others``."""
    of_person = {pk: index for index, pk in enumerate(people.ids)}
    of_other = {pk: index for index, pk in enumerate(others.ids)}
    ends = [(first, partner) if others.is_people else (first, project) for first, project, partner in set_aside_pairs()]
    # Of two researchers the one with the smaller id may be on either side.
    both = ends + [(second, first) for first, second in ends] if others.is_people else ends
    known = sorted((of_person[one], of_other[two]) for one, two in both if one in of_person and two in of_other)
    return np.array(known, np.int64).reshape(-1, 2)


def _scored_pairs(
    people: Family, others: Family, found: Matches, dismissed: npt.NDArray[np.int64]
) -> Iterator[ScoredPair]:
    answers = ask_rules(people.subjects, others.subjects, found.person, found.other, dismissed=dismissed)
    person_ids, other_ids = people.ids, others.ids
    for row, (person, other) in enumerate(zip(found.person.tolist(), found.other.tolist(), strict=True)):
        pair = ScoredPair(
            key=_key(person_ids[person], other_ids[other], others),
            score=float(found.score[row]),
            parts={part: _known(getattr(found, part)[row]) for part in ScorePart},
            rank_for_researcher=int(found.person_rank[row]) or None,
            rank_for_other=int(found.other_rank[row]) or None,
            rules=[
                {"rule": answer.rule, "passed": answer.passed}
                for answer in answers[row]
                if not others.is_people or answer.rule not in OF_PROJECTS
            ],
            evidence=[
                EvidencePair(ScorePart(best.part), best.own, best.other, float(best.similarity))
                for best in best_pairs(people.texts, others.texts, person, other)
            ],
        )
        yield pair.swapped() if others.is_people and person_ids[person] > other_ids[other] else pair


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
