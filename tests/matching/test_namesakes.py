"""Nobody is suggested to themselves under another account; a namesake is somebody else."""

import pytest
from pytest_django import DjangoAssertNumQueries

from exchange.people.models import Researcher
from exchange.projects.models import Project
from matching.models import Pair
from matching.selectors.namesakes import one_person
from tests.matching.cast import Runner, add_publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast: None, korean_researcher: Researcher, us_researcher: Researcher) -> list[Researcher]:
    return [korean_researcher, us_researcher]


def same(people: list[Researcher]) -> bool:
    whose = one_person(list(Researcher.objects.filter(pk__in=[person.pk for person in people])))
    return len(set(whose.values())) == 1


def rename(person: Researcher, name: str) -> None:
    Researcher.objects.filter(pk=person.pk).update(name_romanised=name)


def test_a_name_alone_says_nothing(both: list[Researcher]) -> None:
    assert not same(both)
    rename(both[1], both[0].name_romanised)
    assert not same(both)


@pytest.mark.parametrize("name", ["Minji Han", "MINJI-HAN", "Alex Rivers"])
@pytest.mark.parametrize("what", ["work", "statement_en", "statement_ko"])
def test_a_name_with_a_text_in_common_does(both: list[Researcher], name: str, what: str) -> None:
    first, second = both
    rename(second, name)
    if what == "work":
        add_publication(second, "Measuring trust in robots")
    else:
        Researcher.objects.filter(pk=second.pk).update(**{what: f" {getattr(first, what)} "})
    assert same(both) is (name != "Alex Rivers")


def test_empty_statements_are_not_in_common(both: list[Researcher]) -> None:
    Researcher.objects.update(name_romanised="Minji Han", statement_ko="")
    assert not same(both)


def test_one_author_of_openalex_is_one_person_whatever_the_name(both: list[Researcher]) -> None:
    Researcher.objects.filter(pk=both[0].pk).update(openalex_id="A5000000001")
    assert not same(both)
    Researcher.objects.update(openalex_id="A5000000001")
    assert same(both)


def test_what_two_signs_tell_of_three_accounts_is_told_of_all(
    both: list[Researcher], korean_organisation: object
) -> None:
    third = Researcher.objects.create(name_romanised=both[0].name_romanised, statement_en=both[0].statement_en)
    Researcher.objects.filter(pk__in=[third.pk, both[1].pk]).update(openalex_id="A5000000001")
    assert same([*both, third])
    assert set(one_person(list(Researcher.objects.all())).values()) == {min(row.pk for row in [*both, third])}


def test_the_other_account_and_its_project_are_not_suggested(
    both: list[Researcher], project: Project, match: Runner
) -> None:
    def suggested() -> set[tuple[object, object]]:
        return set(Pair.objects.filter(match__isnull=False).values_list("partner", "project__lead"))

    match()
    assert {(both[1].pk, None), (None, both[1].pk)} <= suggested()
    Researcher.objects.update(openalex_id="A5000000001")
    match()
    assert suggested() == {(None, None)}  # public awards name nobody


def test_many_cost_the_same(both: list[Researcher], django_assert_num_queries: DjangoAssertNumQueries) -> None:
    rename(both[1], both[0].name_romanised)
    people = list(Researcher.objects.all())
    with django_assert_num_queries(2):
        one_person(people)
