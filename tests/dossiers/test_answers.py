"""Two parties fill in one form, question by question, each over the version that was read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from exchange.dossiers.selectors.answers import answer_blocks
from exchange.http.stale import Stale
from exchange.people.models import Researcher, User
from tests.concurrency import Beside
from tests.dossiers.cast import say
from tests.dossiers.trial.models import Plan, PlanAnswer
from tests.dossiers.trial.services import load

SignIn = Callable[[User | Researcher], Client]
JSON = {"Accept": "application/json"}
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.dossiers.trial.urls")]


def save_url(plan: Plan, name: str = "visitor", key: str = "aim") -> str:
    return reverse("plan-save", args=[plan.public_id, key, name])


def cells(page: Any) -> dict[str, Any]:
    return {cell.anchor: cell for block in page.context["blocks"] for cell in block.cells}


def test_each_party_writes_its_own_and_all_write_what_is_asked_once(
    plan: Plan, korean_researcher: Researcher, client_of: SignIn
) -> None:
    visitor = client_of(korean_researcher)

    def status(name: str, key: str = "aim", value: str = "x") -> int:
        sent = {"value": value, "version": 0}
        return visitor.post(save_url(plan, name, key), sent, headers=JSON).status_code

    assert [status("visitor"), status("host"), status("team"), status("visitor", "none")] == [200, 403, 404, 404]
    assert [status("team", "start", "2026-07-01"), status("visitor", "start")] == [200, 404]
    assert sorted(PlanAnswer.objects.values_list("question", "party", "value", "version")) == [
        ("aim", "visitor", "x", 1),
        ("start", "", "2026-07-01", 1),
    ]


def test_a_second_editor_is_told_and_overwrites_nothing(
    plan: Plan, korean_researcher: Researcher, client_of: SignIn
) -> None:
    visitor = client_of(korean_researcher)
    say(plan, "aim", "visitor", "theirs")
    told = visitor.post(save_url(plan), {"value": "mine", "version": 0}, headers=JSON)
    assert (told.status_code, told.json()["version"], told.json()["typed"]) == (409, 1, "theirs")
    page = visitor.post(save_url(plan), {"value": "mine", "version": 0})
    cell = cells(page)["answer-aim-visitor"]
    assert (page.status_code, cell.typed, cell.trouble.other.text, cell.version) == (409, "mine", "theirs", 1)
    assert "mine</textarea>" in page.content.decode()
    assert [anchor for anchor, cell in cells(page).items() if cell.trouble] == ["answer-aim-visitor"]
    again = visitor.post(save_url(plan), {"value": "mine", "version": 1})
    assert (again.status_code, again["Location"]) == (
        302,
        reverse("plan", args=[plan.public_id]) + "#answer-aim-visitor",
    )
    assert PlanAnswer.objects.get().value == "mine"


@pytest.mark.parametrize("version", [pytest.param("9" * 5000, id="long"), "1_", "-1", "", None])
def test_a_version_that_there_cannot_be_overwrites_nothing(
    plan: Plan, korean_researcher: Researcher, client_of: SignIn, version: str | None
) -> None:
    say(plan, "aim", "visitor", "theirs")
    sent = {"value": "mine"} | ({} if version is None else {"version": version})
    assert client_of(korean_researcher).post(save_url(plan), sent, headers=JSON).status_code == 409
    assert PlanAnswer.objects.get().value == "theirs"


def test_what_cannot_be_kept_says_why(plan: Plan, us_researcher: Researcher, client_of: SignIn) -> None:
    host = client_of(us_researcher)
    said = host.post(save_url(plan, "host", "housing"), {"value": "maybe"}, headers=JSON)
    assert (said.status_code, said.json()) == (422, {"errors": ["Choose one of the answers."]})
    page = host.post(save_url(plan, "host", "housing"), {"value": "maybe"})
    assert (page.status_code, "Choose one of the answers." in page.content.decode()) == (422, True)
    assert not PlanAnswer.objects.exists()


def test_whoever_is_signed_out_is_led_to_the_sign_in(plan: Plan, client: Client) -> None:
    told = client.post(save_url(plan), {"value": "x"}, headers=JSON)
    assert (told.status_code, list(told.json())) == (401, ["sign_in"])
    assert client.post(save_url(plan), {"value": "x"}).status_code == 302


def test_a_condition_reads_the_answer_of_another_party(plan: Plan) -> None:
    assert "street" not in [question.key for question, _party in load(plan).expected()]
    say(plan, "housing", "host", "no", by=plan.host)
    assert [(one.key, party) for one, party in load(plan).expected()] == [
        ("aim", "visitor"),
        ("aim", "host"),
        ("housing", "host"),
        ("street", "visitor"),
        ("start", None),
    ]


def test_the_page_shows_both_parties_and_lets_each_write_its_own(
    complete: Plan, us_researcher: Researcher, client_of: SignIn
) -> None:
    say(complete, "start", None, "2026-07-01", by=complete.visitor)
    page = client_of(us_researcher).get(reverse("plan", args=[complete.public_id]))
    found = {anchor: (cell.is_editable, cell.is_shown, cell.text) for anchor, cell in cells(page).items()}
    assert found == {
        "answer-aim-visitor": (False, True, "Learn"),
        "answer-aim-host": (True, True, "Teach"),
        "answer-housing-host": (True, True, "yes"),
        "answer-street-visitor": (False, False, ""),
        "answer-start-team": (True, True, "July 1, 2026"),
    }
    text = page.content.decode()
    assert f'action="{save_url(complete, "host")}"' in text
    assert text.count("<b>visitor</b>") >= 1


def test_who_may_not_write_reads(plan: Plan) -> None:
    blocks = answer_blocks(load(plan), {}, own=(None, "visitor"), may_write=False)
    assert {cell.is_editable for block in blocks for cell in block.cells} == {False}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_over_the_same_version_one_is_told(plan: Plan) -> None:
    say(plan, "aim", "visitor", "first")
    with transaction.atomic():
        say(plan, "aim", "visitor", "one", version=1)
        second = Beside(lambda: say(plan, "aim", "visitor", "two", version=1))
        second.wait_until_it_waits()
    with pytest.raises(Stale) as stale:
        second.end()
    assert (stale.value.current.value, stale.value.current.version) == ("one", 2)
