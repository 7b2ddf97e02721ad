"""Budgets over the API: the same service, ceilings and refusals as on the page, and nobody's amount is lost unseen."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.proposals.enums import BudgetCategory, ProposalState
from exchange.proposals.models import BudgetLine, Proposal
from exchange.proposals.services.budget import save_budget

SignIn = Callable[[User | Researcher], Client]
Lines = list[dict[str, Any]]
YEAR = "KR:2096-07-01"


def line(category: str, amount: Any, year: Any = YEAR) -> dict[str, Any]:
    return {"year": year, "category": category, "amount_minor": amount}


def url(proposal: Proposal) -> str:
    return reverse("api-proposal-budget", args=[proposal.public_id])


def put(client: Client, proposal: Proposal, body: Any, side: str = "KR", language: str = "en") -> Any:
    address = reverse("api-proposal-budget-side", args=[proposal.public_id, side])
    return client.put(address, body, content_type="application/json", headers={"accept-language": language})


def stored() -> list[tuple[str, str, int, str]]:
    return list(BudgetLine.objects.order_by("pk").values_list("year", "category", "amount_minor", "currency"))


def test_a_side_s_budget_is_saved_as_a_whole_and_read_by_both(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    lines = [line("personnel", 120_000_000), line("travel", 6_000_000)]
    saved = put(client, proposal, {"lines": lines, "read": []})
    year = {
        "year": YEAR,
        "starts_on": "2096-07-01",
        "ends_on": "2096-12-31",
        "ceiling_minor": 125_000_000,
        "amount_minor": 126_000_000,
        "is_over": True,
    }
    korean = {"side": "KR", "currency": "KRW", "total_minor": 126_000_000, "years": [year], "lines": lines}
    assert (saved.status_code, saved.json()) == (200, korean)
    empty = year | {"year": "US:2096-07-01", "ceiling_minor": None, "amount_minor": 0, "is_over": False}
    american = {"side": "US", "currency": "USD", "total_minor": 0, "years": [empty], "lines": []}
    assert client_of(us_researcher).get(url(proposal)).json() == [korean, american]
    fewer = put(client, proposal, {"lines": [line("travel", "7000000")], "read": lines}).json()
    assert (fewer["total_minor"], fewer["years"][0]["is_over"], fewer["lines"]) == (
        7_000_000,
        False,
        [line("travel", 7_000_000)],
    )
    assert stored() == [(YEAR, "travel", 7_000_000, "KRW")]


def test_a_second_editor_gets_what_is_stored(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    save_budget(proposal, side=Side.KR, amounts={(YEAR, "travel"): 5, (YEAR, "services"): 6}, read={})
    client = client_of(korean_researcher)
    for read in ([], [line("travel", 3), line("services", 6)]):
        late = put(client, proposal, {"lines": [line("travel", 9)], "read": read})
        assert (late.status_code, late.json()["lines"]) == (409, [line("travel", 5), line("services", 6)])
    assert {amount for _year, _category, amount, _currency in stored()} == {5, 6}
    again = put(client, proposal, {"lines": [line("travel", 9)], "read": late.json()["lines"]})
    assert (again.status_code, again.json()["lines"]) == (200, [line("travel", 9)])
    page = client.post(
        reverse("proposal-budget", args=[proposal.public_id]), {"amount-0-travel": "8", "was-0-travel": 5}
    )
    assert (page.status_code, stored()) == (422, [(YEAR, "travel", 9, "KRW")])


REQUIRED = ["This field is required."]
UNKNOWN_YEAR = ["This is not a budget year of this call."]


@pytest.mark.parametrize(
    ("lines", "errors"),
    [
        (None, ["This field may not be null."]),
        ({}, {"non_field_errors": ['Expected a list of items but got type "dict".']}),
        ([{}], {"0": {"year": REQUIRED, "category": REQUIRED, "amount_minor": REQUIRED}}),
        ([7], {"0": {"non_field_errors": ["Invalid data. Expected a dictionary, but got int."]}}),
        ([line("travel", 1, "KR:1999-01-01")], {"0": {"year": UNKNOWN_YEAR}}),
        ([line("travel", 1, "US:2096-07-01")], {"0": {"year": UNKNOWN_YEAR}}),
        ([line("travel", 1, "\0")], {"0": {"year": ["There are null characters or halves of characters here."]}}),
        ([line("travel", 1, "x" * 21)], {"0": {"year": ["Ensure this field has no more than 20 characters."]}}),
        ([line("travel", 1, ["x"])], {"0": {"year": ["Not a valid string."]}}),
        ([line("snacks", 1)], {"0": {"category": ['"snacks" is not a valid choice.']}}),
        ([line("travel", -1)], {"0": {"amount_minor": ["Ensure this value is greater than or equal to 0."]}}),
        (
            [line("services", 1), line("travel", 10**15 + 1)],
            {"1": {"amount_minor": ["Ensure this value is less than or equal to 1000000000000000."]}},
        ),
        ([line("travel", "many")], {"0": {"amount_minor": ["A valid integer is required."]}}),
        ([line("travel", 1.5)], {"0": {"amount_minor": ["A valid integer is required."]}}),
        ([line("travel", None)], {"0": {"amount_minor": ["This field may not be null."]}}),
        ([line("travel", 1), line("travel", 2)], [f"“{YEAR} Travel and exchange” is there twice."]),
    ],
)
def test_what_makes_no_sense_is_a_400_by_field(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, lines: Any, errors: Any
) -> None:
    save_budget(proposal, side=Side.KR, amounts={(YEAR, "travel"): 5}, read={})
    right, client = [line("travel", 5)], client_of(korean_researcher)
    refused = put(client, proposal, {"lines": lines, "read": right})
    assert (refused.status_code, refused.json()) == (400, {"lines": errors})
    refused = put(client, proposal, {"lines": right, "read": lines})
    assert (refused.status_code, refused.json()) == (400, {"read": errors})
    assert stored() == [(YEAR, "travel", 5, "KRW")]


def test_nothing_is_read_into_a_body_that_is_none(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    save_budget(proposal, side=Side.KR, amounts={(YEAR, "travel"): 5}, read={})
    client = client_of(korean_researcher)
    assert put(client, proposal, {}).json() == {"lines": REQUIRED, "read": REQUIRED}
    assert [put(client, proposal, body).status_code for body in ([], "x", '{"lines": [', "\0")] == [400] * 4
    korean = put(client, proposal, {"lines": [line("travel", 1, "KR:1999-01-01")], "read": []}, language="ko")
    assert korean.json() == {"lines": {"0": {"year": ["이 공고의 예산 연도가 아닙니다."]}}}
    assert stored() == [(YEAR, "travel", 5, "KRW")]


def test_who_may_not_write_writes_nothing(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher, us_researcher: Researcher, outsider: User
) -> None:
    body = {"lines": [line("travel", 1)], "read": []}
    korean = client_of(korean_researcher)
    statuses = [
        put(client_of(us_researcher), proposal, body).status_code,
        put(client_of(outsider), proposal, body).status_code,
        put(korean, proposal, body, side="DE").status_code,
    ]
    Proposal.objects.update(state=ProposalState.WITHDRAWN)
    assert [*statuses, put(korean, proposal, body).status_code] == [403, 404, 404, 403]
    assert (client_of(outsider).get(url(proposal)).status_code, korean.get(url(proposal)).status_code) == (404, 200)
    assert stored() == []


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_equally_often(
    client_of: SignIn,
    proposal: Proposal,
    us_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    cells = {(YEAR, category.value): 1 for category in list(BudgetCategory)[:count]}
    save_budget(proposal, side=Side.KR, amounts=cells, read={})
    client = client_of(us_researcher)
    with django_assert_num_queries(15):
        assert len(client.get(url(proposal)).json()[0]["lines"]) == count


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    """Real transactions."""
    clients, got = [client_of(korean_researcher) for _browser in range(2)], []
    barrier = threading.Barrier(2)

    def press(client: Client, amount: int) -> None:
        barrier.wait(10)
        try:
            answer = put(client, proposal, {"lines": [line("travel", amount)], "read": []})
            got.append((answer.status_code, answer.json()["lines"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=one) for one in zip(clients, (7, 9), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [line("travel", BudgetLine.objects.get().amount_minor)]
    assert sorted(got, key=lambda one: one[0]) == [(200, kept), (409, kept)]
