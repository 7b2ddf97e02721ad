"""What goes while a run is scoring is not published, though the run has scored it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from exchange.people.models import Researcher
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from matching.enums import Opinion
from matching.models import Evidence, Match, Pair, Passage, Reaction
from matching.services import pipeline
from tests.matching.cast import Runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Have something happen between a run's scoring and its publishing."""
    make_shards = pipeline.make_shards

    def arrange(happens: Callable[[], object]) -> None:
        def make(*args: Any) -> None:
            make_shards(*args)
            happens()

        monkeypatch.setattr(pipeline, "make_shards", make)

    return arrange


def with_researcher(person: Researcher) -> set[int]:
    ends = Match.objects.filter(pair__researcher=person) | Match.objects.filter(pair__partner=person)
    return set(ends.values_list("pk", flat=True))


@pytest.mark.parametrize("which", ["korean_researcher", "us_researcher"])
def test_somebody_who_leaves(
    cast: None, match: Runner, meanwhile: Any, which: str, request: pytest.FixtureRequest
) -> None:
    person: Researcher = request.getfixturevalue(which)
    meanwhile(lambda: Researcher.objects.filter(pk=person.pk).update(is_listed=False))
    match()
    assert with_researcher(person) == set()


@pytest.mark.parametrize("change", [{"status": ProjectStatus.CLOSED}, {"ends_on": date(2020, 12, 31)}])
def test_a_project_that_closes_or_ends(
    cast: None, match: Runner, meanwhile: Any, award: Project, change: dict[str, Any]
) -> None:
    meanwhile(lambda: Project.objects.filter(pk=award.pk).update(**change))
    match()
    assert Match.objects.exists()
    assert not Match.objects.filter(pair__project=award).exists()


def test_a_pair_that_is_set_aside(
    cast: None, match: Runner, meanwhile: Any, korean_researcher: Researcher, award: Project
) -> None:
    def not_for_me() -> None:
        pair = Pair.objects.create(researcher=korean_researcher, project=award)
        Reaction.objects.create(pair=pair, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME)

    meanwhile(not_for_me)
    match()
    assert Match.objects.exists()
    assert not Match.objects.filter(pair__researcher=korean_researcher, pair__project=award).exists()


@pytest.mark.parametrize("whose", ["researcher", "project"])
def test_a_text_that_goes(
    cast: None, match: Runner, meanwhile: Any, korean_researcher: Researcher, award: Project, whose: str
) -> None:
    """On either side of what the evidence sets side by side."""
    owner: Any = {"researcher": korean_researcher, "project": award}[whose]
    meanwhile(lambda: Passage.objects.filter(**{whose: owner}).delete())
    match()
    assert Match.objects.exists()
    assert not Match.objects.filter(**{f"pair__{whose}": owner}).exists()
    there = Passage.objects.all()
    assert not Evidence.objects.exclude(own__in=there, other__in=there).exists()
