"""What is promised of a year never exceeds it, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from exchange.people.models import User
from exchange.programmes.models import Commitment, YearBudget
from exchange.programmes.services import commit_budget

HALF_AND_MORE = 150_000_000


def test_a_promise_is_counted_and_given_back(year_budget: YearBudget, korean_manager: User) -> None:
    commitment = commit_budget(year_budget, amount_minor=100_000_000, purpose="Call", by=korean_manager)
    year_budget.refresh_from_db()
    assert year_budget.left_minor == 150_000_000
    commitment.delete()
    year_budget.refresh_from_db()
    assert year_budget.left_minor == 250_000_000


def test_more_than_the_year_holds_is_refused(year_budget: YearBudget, korean_manager: User) -> None:
    commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="First", by=korean_manager)
    with pytest.raises(ValidationError) as caught:
        commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="Second", by=korean_manager)
    assert list(caught.value.message_dict) == ["amount_minor"]


def test_no_way_around_the_services_exceeds_it_either(year_budget: YearBudget) -> None:
    with pytest.raises(IntegrityError):
        Commitment.objects.bulk_create(
            [Commitment(budget=year_budget, purpose=str(n), amount_minor=HALF_AND_MORE) for n in range(2)]
        )


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_gets_it(year_budget: YearBudget, korean_manager: User) -> None:
    barrier = Barrier(2, timeout=20)

    def promise(number: int) -> bool:
        try:
            barrier.wait()
            commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose=str(number), by=korean_manager)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(promise, range(2))) == [False, True]
    year_budget.refresh_from_db()
    assert year_budget.committed_minor == HALF_AND_MORE
