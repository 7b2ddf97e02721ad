"""Each side writes its own budget, and nobody's amount is overwritten unseen."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from exchange.http.stale import Stale
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.proposals.models import BudgetLine, Proposal
from exchange.proposals.services.budget import save_budget

SignIn = Callable[[User | Researcher], Client]
CELL = ("KR:2096-07-01", "travel")


def url(proposal: Proposal) -> str:
    return reverse("proposal-budget", args=[proposal.public_id])


def test_amounts_are_written_as_people_write_them(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    assert client.post(url(proposal), {"amount-0-travel": "1,000,000", "was-0-travel": 0}).status_code == 302
    line = BudgetLine.objects.get()
    assert (line.side, line.year, line.amount_minor, line.currency) == ("KR", CELL[0], 1_000_000, "KRW")
    refused = client.post(url(proposal), {"amount-0-travel": "many", "was-0-travel": 1_000_000})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["amount-0-travel"])
    assert refused.context["form"]["amount-0-travel"].value() == "many"
    client.post(url(proposal), {"was-0-travel": 1_000_000})
    assert BudgetLine.objects.count() == 0


def test_a_side_without_ceilings_has_the_same_years_in_its_currency(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher
) -> None:
    client_of(us_researcher).post(url(proposal), {"amount-0-travel": "12,500.50"})
    line = BudgetLine.objects.get()
    assert (line.side, line.year, line.amount_minor, line.currency) == ("US", "US:2096-07-01", 1_250_050, "USD")


def test_a_second_editor_is_told(client_of: SignIn, proposal: Proposal, korean_researcher: Researcher) -> None:
    save_budget(proposal, side=Side.KR, amounts={CELL: 5}, read={})
    with pytest.raises(Stale):
        save_budget(proposal, side=Side.KR, amounts={CELL: 7}, read={CELL: 3})
    client = client_of(korean_researcher)
    page = client.post(url(proposal), {"amount-0-travel": "9", "was-0-travel": "3"})
    form = page.context["form"]
    assert (page.status_code, form["amount-0-travel"].value(), form["was-0-travel"].value()) == (422, "9", "5")
    client.post(url(proposal), {"amount-0-travel": "9", "was-0-travel": "5"})
    assert BudgetLine.objects.get().amount_minor == 9


def test_outsiders_see_nothing(client_of: SignIn, proposal: Proposal, outsider: User, korean_manager: User) -> None:
    assert [client_of(one).get(url(proposal)).status_code for one in (outsider, korean_manager)] == [404, 404]
