"""The lists of matching ask the database as often for three rows as for one."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.jobs.enums import JobState
from exchange.people.enums import Direction, ResourceKind
from exchange.people.models import Researcher, Topic, User
from exchange.projects.models import Project, ProjectResource
from matching.enums import Action, Opinion, PairState, PassageKind, RunKind, ScorePart
from matching.models import Decision, Evidence, Introduction, Match, Pair, Passage, Reaction, Run

ClientOf = Callable[[User | Researcher], Client]


@pytest.fixture
def run(db: None) -> Run:
    return Run.objects.create(kind=RunKind.FULL, state=JobState.DONE, weights={"topical": 1.0})


def add_row(run: Run, number: int, first: Researcher, lead: Researcher, manager: User) -> None:
    """A pair with all that a list shows of one."""
    topic = Topic.objects.create(openalex_id=f"T{number}", name="T", subfield="S", field="F", domain="D")
    project = Project.objects.create(
        title=f"P{number}", summary="S", lead=lead, organisation=lead.organisation, country="US", status="open"
    )
    project.topics.add(topic)
    ProjectResource.objects.create(project=project, direction=Direction.NEED, kind=ResourceKind.DATA, text="Data")
    pair = Pair.objects.create(researcher=first, project=project, state=PairState.SHORTLISTED, score=0.5)
    match = Match.objects.create(pair=pair, run=run, score=0.5, topical=0.5)
    own = Passage.objects.create(
        researcher=first, kind=PassageKind.STATEMENT, text="Robots", language="en", text_hash=str(number)
    )
    other = Passage.objects.create(
        project=project, kind=PassageKind.AIM, text="Robots", language="en", text_hash=str(number)
    )
    Evidence.objects.create(match=match, part=ScorePart.TOPICAL, own=own, other=other, similarity=0.5)
    Decision.objects.create(pair=pair, action=Action.SHORTLIST, decided_by=manager)
    Reaction.objects.create(pair=pair, researcher=first, opinion=Opinion.INTERESTED)
    Introduction.objects.create(pair=pair, introduced_by=manager)


@pytest.mark.parametrize(
    ("name", "by_manager", "count"),
    [
        ("review", True, 19),
        ("introduction-list", True, 15),
        ("introduction-list", False, 17),
        ("api-review", True, 15),
    ],
)
def test_queries_of_lists(
    name: str,
    by_manager: bool,
    count: int,
    client_of: ClientOf,
    run: Run,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = client_of(korean_manager if by_manager else korean_researcher)
    add_row(run, 1, korean_researcher, us_researcher, korean_manager)
    client.get(reverse(name))  # the first request of a session notes that it is in use
    with django_assert_num_queries(count):
        client.get(reverse(name))
    for number in (2, 3):
        add_row(run, number, korean_researcher, us_researcher, korean_manager)
    with django_assert_num_queries(count):
        assert client.get(reverse(name)).content.decode().count("P3") > 0


@pytest.mark.parametrize(("name", "alone", "count"), [("suggestion-list", 19, 23), ("api-suggestions", 18, 22)])
def test_queries_of_suggestions(
    name: str,
    alone: int,
    count: int,
    client_of: ClientOf,
    run: Run,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """A person who fits in further ways costs those of reading them, however many there are."""
    client = client_of(korean_researcher)
    add_row(run, 1, korean_researcher, us_researcher, korean_manager)
    client.get(reverse(name))
    with django_assert_num_queries(alone):
        client.get(reverse(name))
    for numbers in ((2,), (3, 4)):
        for number in numbers:
            add_row(run, number, korean_researcher, us_researcher, korean_manager)
        with django_assert_num_queries(count):
            assert client.get(reverse(name)).content.decode().count(f"P{numbers[-1]}") > 0
