"""Whose profile and account it is decides."""

import pytest
import rules
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import Settings

from exchange.people.models import Researcher, User
from exchange.people.rules.second_factor import lacks_second_factor


@pytest.fixture
def people(korean_researcher: Researcher, us_researcher: Researcher, outsider: User, staff: User) -> list[object]:
    return [korean_researcher.user, us_researcher.user, outsider, staff, AnonymousUser()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("edit_profile", [True, False, False, False, False]),
        ("see_researcher", [True, True, False, True, False]),
    ],
)
def test_a_profile_is_its_owners(
    people: list[User], korean_researcher: Researcher, name: str, expected: list[bool]
) -> None:
    assert [person.has_perm(f"people.{name}", korean_researcher) for person in people] == expected


def test_a_profile_without_an_account_is_nobodys(people: list[User], korean_researcher: Researcher) -> None:
    korean_researcher.user = None
    assert not any(person.has_perm("people.edit_profile", korean_researcher) for person in people)
    assert not people[0].has_perm("people.edit_profile", None)


def test_a_withdrawn_consent_closes_the_profile_to_the_other_side(
    people: list[User], korean_researcher: Researcher
) -> None:
    korean_researcher.consents.update(withdrawn_at=timezone.now())
    assert [one.has_perm("people.see_researcher", korean_researcher) for one in people] == [
        True,
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("export_account", [True, False, False, False, False]),
        ("erase_account", [True, False, False, True, False]),
    ],
)
def test_an_account_is_its_owners_and_to_erase_the_administrators(
    people: list[User], korean_researcher: Researcher, name: str, expected: list[bool]
) -> None:
    assert [person.has_perm(f"people.{name}", korean_researcher.user) for person in people] == expected


def test_nobodys_account_is_not_the_one_that_is_not_kept_yet() -> None:
    """Neither has a number."""
    assert not rules.has_perm("people.export_account", AnonymousUser(), User())


@pytest.mark.parametrize("is_required", [True, False])
def test_who_lacks_a_second_factor(
    people: list[User], korean_manager: User, settings: Settings, is_required: bool
) -> None:
    settings.REQUIRE_SECOND_FACTOR = is_required
    researcher, staff = people[0], people[3]
    asked = [researcher, korean_manager, staff]
    assert [lacks_second_factor(user) for user in asked] == [False, is_required, is_required]
    Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data={})
    Authenticator.objects.create(user=korean_manager, type=Authenticator.Type.TOTP, data={})
    assert [lacks_second_factor(user) for user in asked] == [False, False, is_required]


def test_nobody_without_an_office_decides_on_somebody_without_a_side(people: list[User]) -> None:
    """Neither has one, so the two are equal."""
    nowhere = Researcher.objects.create(name_romanised="No Where")
    assert not any(person.has_perm("people.decide_side", nowhere) for person in people)
