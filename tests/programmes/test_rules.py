"""Who manages what: named for the very programme, with an account that is in use, and money of the own agency alone."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Agency, Call, Programme, YearBudget
from exchange.programmes.rules import own_agencies


@pytest.fixture
def elsewhere(us_manager: User) -> Programme:
    """Managed by the US manager, for AFOSR."""
    return Programme.objects.get(managers__officer__user=us_manager)


def may(user: User | AnonymousUser, name: str, subject: object = None) -> bool:
    return user.has_perm(f"programmes.{name}", subject)


def test_a_manager_of_one_programme_manages_no_other(
    programme: Programme, elsewhere: Programme, draft_call: Call, korean_manager: User, us_manager: User, staff: User
) -> None:
    people = [korean_manager, us_manager, staff, AnonymousUser()]
    assert [may(user, "manage_programme", programme) for user in people] == [True, False, False, False]
    assert [may(user, "manage_programme", elsewhere) for user in people] == [False, True, False, False]
    assert [may(user, "manage_call", draft_call) for user in people] == [True, False, False, False]


def test_an_account_that_is_closed_manages_nothing(
    programme: Programme, draft_call: Call, year_budget: YearBudget, korean_manager: User
) -> None:
    User.objects.filter(pk=korean_manager.pk).update(is_active=False)
    assert list(own_agencies(korean_manager, programme)) == []
    subjects = {"manage_programme": programme, "manage_call": draft_call, "keep_budget": year_budget}
    for name, subject in subjects.items():
        assert not User.objects.get(pk=korean_manager.pk).has_perm(f"programmes.{name}", subject)


@pytest.mark.parametrize("state", CallState)
def test_a_draft_is_its_managers_alone(
    draft_call: Call, korean_manager: User, us_manager: User, elsewhere: Programme, state: str
) -> None:
    draft_call.state = state
    is_public = state != CallState.DRAFT
    assert [may(user, "see_call", draft_call) for user in (korean_manager, us_manager)] == [True, is_public]


def test_who_manages_something(korean_manager: User, officer: User, staff: User) -> None:
    """An office is not enough."""
    people = [korean_manager, officer, staff, AnonymousUser()]
    assert [rules.has_perm("programmes.see_managed", user) for user in people] == [True, False, False, False]


def test_each_agency_keeps_its_own_budget(
    programme: Programme,
    elsewhere: Programme,
    afosr: Agency,
    year_budget: YearBudget,
    korean_manager: User,
    us_manager: User,
) -> None:
    """Somebody who manages another programme for an agency does not keep its money in this one."""
    other = YearBudget(programme=programme, agency=afosr, fiscal_year=2026, currency="USD", amount_minor=1)
    assert [may(user, "keep_budget", year_budget) for user in (korean_manager, us_manager)] == [True, False]
    assert [may(user, "keep_budget", other) for user in (korean_manager, us_manager)] == [False, False]
    assert list(own_agencies(us_manager, elsewhere)) == [afosr]
