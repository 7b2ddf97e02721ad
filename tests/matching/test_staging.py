"""What a run found beside what is stored: only what differs is written, and everything that differs is."""

from typing import Any

import numpy as np
import pytest

from exchange.jobs.enums import JobState
from matching.core.meetings import Meetings
from matching.core.scoring import PARTS
from matching.enums import OF_PROJECTS, Rule
from matching.models import Evidence, Match, Pair, Policy
from matching.services import suggested
from matching.services.suggested import NOBODY, Suggestions, answers_to_rules
from tests.matching.cast import Runner

pytestmark = pytest.mark.django_db
GIVE, TAKE = PARTS.index("give"), PARTS.index("take")


def suggestions(*ends: tuple[int, int, int]) -> Suggestions:
    """Of researcher, project and partner; every pair with numbers of its own and one piece of evidence in each of two parts."""
    first, project, partner = np.array(ends, np.int64).T
    count = len(ends)
    numbers = np.arange(count)
    return Suggestions(
        first=first,
        project=project,
        partner=partner,
        score=numbers / 10,
        parts=numbers[:, None] + np.arange(len(PARTS)) / 10,
        rank_for_first=numbers + 1,
        rank_for_other=numbers + 11,
        unsure=np.zeros(count, np.int64),
        evidence=Meetings(
            pair=np.repeat(numbers, 2),
            part=np.tile([0, GIVE], count),
            own=np.arange(2 * count) + 100,
            other=np.arange(2 * count) + 200,
            similarity=np.ones(2 * count),
        ),
    )


def ends(found: Suggestions) -> list[tuple[int, int, int]]:
    return list(zip(*(column.tolist() for column in (found.first, found.project, found.partner)), strict=True))


def test_of_two_people_the_smaller_id_comes_first_and_everything_turns_with_it() -> None:
    turned = suggestions((9, NOBODY, 4), (4, NOBODY, 9), (9, 4, NOBODY)).in_order()
    assert ends(turned) == [(4, NOBODY, 9), (4, NOBODY, 9), (9, 4, NOBODY)]
    assert turned.parts.tolist() == [[0.0, 0.2, 0.1, 0.3], [1.0, 1.1, 1.2, 1.3], [2.0, 2.1, 2.2, 2.3]]
    assert (turned.rank_for_first.tolist(), turned.rank_for_other.tolist()) == ([11, 2, 3], [1, 12, 13])
    met = turned.evidence
    assert met.part.tolist() == [0, TAKE, 0, GIVE, 0, GIVE]
    assert (met.own.tolist()[:4], met.other.tolist()[:4]) == ([200, 201, 102, 103], [100, 101, 202, 203])


def test_joined_the_second_ones_evidence_stays_with_its_pairs() -> None:
    both = Suggestions.joined([suggestions((1, 2, NOBODY)), suggestions((3, NOBODY, 4), (5, NOBODY, 6))])
    assert ends(both) == [(1, 2, NOBODY), (3, NOBODY, 4), (5, NOBODY, 6)]
    assert both.evidence.pair.tolist() == [0, 0, 1, 1, 2, 2]


def test_rules_of_which_too_little_is_known() -> None:
    names = list(Rule.values)
    dates = names.index(Rule.DATES_OVERLAP)
    assert {row["passed"] for row in answers_to_rules(0, of_people=False)} == {True}
    said = {row["rule"]: row["passed"] for row in answers_to_rules(1 << dates, of_people=True)}
    assert said == {name: None if name == Rule.DATES_OVERLAP else True for name in names if name not in OF_PROJECTS}


def stored() -> list[Any]:
    """Versions of all rows: the database counts each time that it writes one."""
    rows: list[Any] = []
    for model in (Pair, Match, Evidence):
        versions = model._default_manager.extra(select={"version": "xmin::text"})
        rows += versions.order_by("pk").values_list("pk", "version")
    return rows


def test_a_run_that_finds_the_same_writes_no_row(cast: None, match: Runner) -> None:
    match()
    before = stored()
    again = match()
    assert before
    assert stored() == before
    assert (again.report["new_pairs"], again.report["removed_pairs"]) == (0, 0)


def test_a_run_among_nobody_ends(match: Runner) -> None:
    run = match()
    assert (run.state, run.report["pairs"]) == (JobState.DONE, 0)


@pytest.mark.parametrize(
    "field", ["score", "topical", "give", "take", "topics", "rank_for_researcher", "rank_for_other", "rules"]
)
def test_whatever_differs_of_a_match_is_written(cast: None, match: Runner, field: str) -> None:
    match()
    before = Match.objects.values_list("pk", field).order_by("pk")
    was = list(before)
    Match.objects.update(**{field: [] if field == "rules" else 99})
    again = match()
    assert list(before.all()) == was
    assert Match.objects.filter(run=again).count() == len(was) > 0


@pytest.mark.parametrize("change", [{"similarity": 0.123}, {"part": "give"}])
def test_whatever_differs_of_the_evidence_is_written(cast: None, match: Runner, change: dict[str, Any]) -> None:
    match()
    rows = Evidence.objects.order_by("match", "part", "own", "other")
    was = list(rows.values_list("match", "part", "own", "other", "similarity"))
    Evidence.objects.filter(pk__in=[rows.filter(part="topical")[0].pk]).update(**change)
    match()
    assert list(rows.all().values_list("match", "part", "own", "other", "similarity")) == was


def test_evidence_that_is_missing_is_written_again_and_what_is_too_much_goes(cast: None, match: Runner) -> None:
    match()
    one, *_others = Evidence.objects.filter(part="topical")
    Evidence.objects.create(match=one.match, part="topics", own=one.own, other=one.other, similarity=0.5)
    count = Evidence.objects.count()
    one.delete()
    match()
    assert Evidence.objects.count() == count - 1
    assert not Evidence.objects.filter(part="topics").exists()


def test_a_match_is_the_run_s_whose_weights_made_it(cast: None, match: Runner) -> None:
    """Its page says with which weights and by which model."""
    first = match()
    assert not Match.objects.filter(run=match()).exists()
    Policy.objects.filter(in_force=True).update(weight_topical=0.9)
    again = match()
    assert {found.run.weights["topical"] for found in Match.objects.select_related("run")} == {0.9}
    assert (first.weights["topical"], again.weights["topical"]) == (0.6, 0.9)


def test_the_numbers_of_parts_are_those_of_the_core() -> None:
    assert (suggested.GIVE, suggested.TAKE) == (GIVE, TAKE)
