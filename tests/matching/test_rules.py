"""Who sees a pair, decides on it, and answers."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from exchange.people.enums import Side
from exchange.people.models import ConsentNotice, Organisation, Researcher, User
from exchange.projects.models import Project
from matching.models import Introduction, Pair
from tests.cast import consent_to, make_researcher

People = dict[str, User | AnonymousUser]


@pytest.fixture
def pair(korean_researcher: Researcher, project: Project) -> Pair:
    return Pair.objects.create(researcher=korean_researcher, project=project)


@pytest.fixture
def people(
    korean_researcher: Researcher,
    us_researcher: Researcher,
    korean_manager: User,
    us_manager: User,
    outsider: User,
    staff: User,
) -> People:
    assert korean_researcher.user is not None
    assert us_researcher.user is not None
    return {
        "korean": korean_researcher.user,
        "american": us_researcher.user,
        "manager KR": korean_manager,
        "manager US": us_manager,
        "outsider": outsider,
        "staff": staff,
        "nobody": AnonymousUser(),
    }


def who_may(people: People, name: str, subject: object = None) -> set[str]:
    return {who for who, person in people.items() if rules.has_perm(f"matching.{name}", person, subject)}


PARTIES = {"korean", "american"}
MANAGERS = {"manager KR", "manager US"}


def test_a_pair_is_its_parties_and_the_managers(people: People, pair: Pair) -> None:
    assert who_may(people, "see_pair", pair) == PARTIES | MANAGERS | {"staff"}
    assert who_may(people, "decide_pair", pair) == MANAGERS
    assert who_may(people, "react_pair", pair) == PARTIES


def test_a_withdrawn_consent_closes_it_to_the_other_side(
    people: People, pair: Pair, korean_researcher: Researcher
) -> None:
    korean_researcher.consents.update(withdrawn_at=timezone.now())
    assert who_may(people, "react_pair", pair) == {"korean"}
    assert who_may(people, "decide_pair", pair) == {"manager KR"}
    assert who_may(people, "see_pair", pair) == {"korean", "manager KR", "staff"}


def test_how_many_others_somebody_sees_does_not_matter(
    people: People, pair: Pair, korean_researcher: Researcher, notice: ConsentNotice, us_organisation: Organisation
) -> None:
    third = make_researcher("third@example.org", "Third", us_organisation)
    consent_to(third, Side.KR, notice)
    assert who_may(people, "react_pair", pair) == PARTIES
    korean_researcher.consents.update(withdrawn_at=timezone.now())
    assert who_may(people, "react_pair", pair) == {"korean"}


def test_a_party_without_an_account_is_not_nobody(people: People, pair: Pair) -> None:
    pair.researcher.user = None
    assert who_may(people, "see_introduction", Introduction.objects.create(pair=pair)) == {"american"}


def test_an_introduction_is_its_parties(people: People, pair: Pair) -> None:
    introduction = Introduction.objects.create(pair=pair)
    assert who_may(people, "see_introduction", introduction) == PARTIES
    assert who_may(people, "reply_introduction", introduction) == PARTIES


@pytest.mark.parametrize("is_active", [True, False])
def test_the_queue_is_the_managers_and_runs_the_administrators_too(people: People, is_active: bool) -> None:
    for name in MANAGERS:
        people[name].is_active = is_active
    managers = MANAGERS if is_active else set()
    assert who_may(people, "see_queue") == managers
    assert who_may(people, "start_run") == managers | {"staff"}
