"""What a band of topical affinity is worth: how often people call themselves expert on its texts.

The judgements are those of :mod:`matching.core.evaluation`. Judgements of one person hang together, so people are drawn anew
for the intervals, not papers, and steps are tried on people who had no say in choosing them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from matching.core.bands import BANDS, Steps
from matching.core.evaluation import HIGH, Judged

GRID = tuple(round(0.05 * step, 2) for step in range(2, 18))
"""Steps are chosen among these: finer ones would follow the few people who judged."""
LEAST_PAPERS = 10
"""No band is made of fewer."""
DRAWS = 10_000
INTERVAL = (0.025, 0.975)

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BandShare:
    """Of a band's ``papers`` by ``people``: the share of those with expertise 4 or 5, between ``low`` and ``high`` in 95 of a
    hundred draws of people; ``unseen``: the share where each person is told apart by steps that the others chose. NaN where
    there is nothing."""

    band: str
    papers: int
    people: int
    share: float
    low: float
    high: float
    unseen: float


def band_shares(judged: Iterable[Judged], steps: Steps, *, draws: int = DRAWS) -> list[BandShare]:
    """One for each band, from the lowest.

    >>> one = Judged(np.array([5.0, 4.0, 1.0, 5.0]), np.array([0.6, 0.5, 0.1, 0.2], np.float32))
    >>> [(row.band, row.papers, row.share) for row in band_shares([one], Steps(0.3, 0.45), draws=10)]
    [('weak', 2, 0.5), ('possible', 0, nan), ('strong', 2, 1.0)]
    """
    everybody = list(judged)
    papers, experts = counts_of(everybody, steps)
    low, high = _interval(papers, experts, draws)
    unseen = _shares(*(column.sum(axis=0) for column in _left_out(everybody)))
    return [
        BandShare(
            band=name,
            papers=int(papers[:, band].sum()),
            people=int((papers[:, band] > 0).sum()),
            share=float(_shares(papers.sum(axis=0), experts.sum(axis=0))[band]),
            low=float(low[band]),
            high=float(high[band]),
            unseen=float(unseen[band]),
        )
        for band, name in enumerate(BANDS)
    ]


def counts_of(judged: Sequence[Judged], steps: Steps) -> tuple[Counts, Counts]:
    """Papers, and papers on which they are expert, of every person in every band, each ``(people, bands)``."""
    shape = (len(judged), len(BANDS))
    papers, experts = np.zeros(shape), np.zeros(shape)
    for person, one in enumerate(judged):
        bands = np.searchsorted([steps.possible, steps.strong], one.scores, side="right")
        papers[person] = np.bincount(bands, minlength=len(BANDS))
        experts[person] = np.bincount(bands, weights=one.expertise >= HIGH, minlength=len(BANDS))
    return papers, experts


def choose_steps(judged: Sequence[Judged]) -> Steps | None:
    """Those of the grid that best tell what people are expert on (likelihood); ``None`` where none leaves enough papers in each band."""
    tried = [(_likelihood(*counts_of(judged, steps)), steps) for steps in _grid()]
    value, steps = max(tried, key=lambda one: one[0], default=(-np.inf, None))
    return steps if value > -np.inf else None


def _grid() -> list[Steps]:
    return [Steps(*pair) for pair in combinations(GRID, 2)]


def _likelihood(papers: Counts, experts: Counts) -> float:
    """Logarithm; minus infinity where a band has too few papers."""
    total, known = papers.sum(axis=0), experts.sum(axis=0)
    if total.min() < LEAST_PAPERS:
        return -np.inf
    share = (known + 0.5) / (total + 1)
    return float((known * np.log(share) + (total - known) * np.log(1 - share)).sum())


def _left_out(everybody: Sequence[Judged]) -> tuple[Counts, Counts]:
    """As :func:`counts_of`, each person by the steps that all others choose."""
    rows = [np.zeros((2, len(BANDS)))]
    for person, one in enumerate(everybody):
        steps = choose_steps([*everybody[:person], *everybody[person + 1 :]])
        if steps is not None:
            rows.append(np.concatenate(counts_of([one], steps)))
    papers, experts = np.stack(rows, axis=1)
    return papers, experts


def _interval(papers: Counts, experts: Counts, draws: int) -> tuple[Counts, Counts]:
    """Percentiles over draws of as many people, each ``(bands,)``."""
    if not len(papers):
        return np.full(len(BANDS), np.nan), np.full(len(BANDS), np.nan)
    chance = np.random.default_rng(0)
    weights = chance.multinomial(len(papers), np.full(len(papers), 1 / len(papers)), size=draws)
    drawn = _shares(weights @ papers, weights @ experts)
    columns = [column[~np.isnan(column)] for column in drawn.T]
    ends = [np.quantile(column, INTERVAL) if len(column) else (np.nan, np.nan) for column in columns]
    low, high = np.array(ends).T
    return low, high


def _shares(papers: Counts, experts: Counts) -> Counts:
    return np.divide(experts, papers, out=np.full_like(papers, np.nan), where=papers > 0)
