import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.core.bands import BANDS, Steps
from matching.core.calibration import LEAST_PAPERS, band_shares, choose_steps, counts_of
from matching.core.evaluation import Judged

STEPS = Steps(0.3, 0.6)
papers = st.lists(st.tuples(st.integers(1, 5), st.sampled_from([0.1, 0.3, 0.5, 0.6, 0.9])), min_size=1, max_size=6)


def judged(rated: list[tuple[int, float]]) -> Judged:
    expertise, scores = zip(*rated, strict=True)
    return Judged(np.array(expertise, np.float64), np.array(scores, np.float32))


def telling(people: int) -> list[Judged]:
    """Whose expertise follows from the score in three steps, below 0.3 and from 0.6 on."""
    sure = [(5, 0.9), (4, 0.7), (1, 0.1), (2, 0.2)] * 2
    return [judged([*sure, (5 if person % 2 else 2, 0.45), (4 if person % 2 else 3, 0.5)]) for person in range(people)]


@given(st.lists(papers, min_size=1, max_size=4))
def test_shares_equal_a_count_by_hand(everybody: list[list[tuple[int, float]]]) -> None:
    rows = band_shares([judged(rated) for rated in everybody], STEPS, draws=20)
    assert [row.band for row in rows] == list(BANDS)
    for band, row in enumerate(rows):
        found = [
            (who, rating) for who, rated in enumerate(everybody) for rating, score in rated if STEPS.band(score) == band
        ]
        assert (row.papers, row.people) == (len(found), len({who for who, _rating in found}))
        if found:
            share = sum(rating >= 4 for _who, rating in found) / len(found)
            assert math.isclose(row.share, share)
        else:
            assert math.isnan(row.share)


def test_people_are_drawn_not_papers() -> None:
    alike, apart = [judged([(5, 0.9), (1, 0.9)])] * 40, [judged([(rating, 0.9)] * 2) for rating in (5, 1) * 20]
    widths = [row[2].high - row[2].low for row in (band_shares(some, STEPS) for some in (alike, apart))]
    assert widths[0] == 0
    assert 0.25 < widths[1] < 0.35


def test_steps_are_chosen_where_expertise_turns() -> None:
    assert choose_steps(telling(20)) == Steps(0.25, 0.55)
    few = telling(2)
    assert counts_of(few, STEPS)[0].sum(axis=0).min() < LEAST_PAPERS
    assert choose_steps(few) is None


def test_each_person_is_told_apart_by_what_the_others_chose() -> None:
    people = telling(20)
    odd = judged([(1, 0.9)] * 3)
    alone, together = (band_shares(some, STEPS, draws=10) for some in (people, [*people, odd]))
    assert [row.unseen for row in alone] == [0.0, 0.5, 1.0]
    assert together[2].unseen == 80 / 83


def test_of_nobody_nothing_is_known() -> None:
    assert all(math.isnan(row.low) and math.isnan(row.unseen) and row.papers == 0 for row in band_shares([], STEPS))
