"""Calls, budgets and promises written over the API for programme managers: the same services and objections as on the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Agency, Call, Commitment, Programme, ProgrammeManager, ProgrammeTopic, YearBudget
from exchange.programmes.services import commit_budget, enter_year_budget
from exchange.programmes.values.presets import find_preset
from tests.programmes.cast import text

SignIn = Callable[[User], Client]
MILLION = 1_000_000
LAST = date(2029, 12, 31)


class Machine:
    """Sends JSON, and tells status and body."""

    def __init__(self, client: Client, language: str = "en") -> None:
        self.client, self.language = client, language

    def __call__(self, method: str, name: str, *args: object, **body: Any) -> tuple[int, Any]:
        answer = self.client.generic(
            method,
            reverse(name, args=args),
            self.client._encode_json(body, "application/json"),
            content_type="application/json",
            headers={"Accept-Language": self.language},
        )
        return answer.status_code, answer.json() if answer.content else None


@pytest.fixture
def machine(client_of: SignIn, korean_manager: User) -> Machine:
    return Machine(client_of(korean_manager))


def test_from_an_example_to_a_published_call_with_a_later_deadline(machine: Machine, programme: Programme) -> None:
    begin = {"programme": str(programme.public_id), "begin_with": "preset:afosr_iitp_2025", "years": 3}
    status, draft = machine("POST", "api-calls", **begin)
    preset = find_preset("afosr_iitp_2025")
    assert preset is not None
    assert (status, draft["definition"]["title"]) == (201, preset.definition.title.model_dump())
    call = draft["public_id"]
    assert machine("GET", "api-call-draft", call) == (200, draft)
    draft["definition"]["title"] = text("By a machine")
    status, saved = machine("PUT", "api-call-draft", call, **draft)
    assert (status, saved) == (200, draft | {"revision": draft["revision"] + 1})
    draft["definition"]["title"] = text("From an old page")
    assert machine("PUT", "api-call-draft", call, **draft) == (409, saved)
    unread = machine("POST", "api-call-versions", call, note="First", revision=saved["revision"] - 1)
    assert (unread[0], Call.objects.get().version) == (409, None)
    status, version = machine("POST", "api-call-versions", call, note="First", revision=saved["revision"])
    assert (status, version["number"], version["content"]) == (201, 1, saved["definition"])
    stage = Call.objects.get().stages.get(kind="white_paper")
    later = stage.closes_at + timedelta(days=7)
    sent = {"closes_at": later.isoformat(), "reason": "Holiday"}
    status, extension = machine("POST", "api-call-extensions", call, "white_paper", **sent)
    assert (status, extension["reason"]) == (201, "Holiday")
    assert machine("GET", "api-call-extensions", call, "white_paper") == (200, [extension])
    status, code = machine(
        "POST", "api-call-late-codes", call, "white_paper", uses=2, expires_at=later.isoformat(), reason="Outage"
    )
    assert (status, code["uses"]) == (201, 2)
    assert machine("GET", "api-call-late-codes", call, "white_paper") == (200, [code])
    assert [machine("POST", "api-call-closing", call)[0] for _ in range(2)] == [200, 409]
    assert Call.objects.get().state == CallState.CLOSED


def test_a_call_begins_with_what_the_person_manages(
    machine: Machine, client_of: SignIn, draft_call: Call, us_manager: User, officer: User
) -> None:
    programme, copied = str(draft_call.programme.public_id), f"call:{draft_call.public_id}"
    status, copy = machine("POST", "api-calls", programme=programme, begin_with=copied)
    assert (status, copy["definition"]["title"]) == (201, draft_call.draft["title"])
    refused = {
        begin: machine("POST", "api-calls", programme=programme, begin_with=begin)[1]
        for begin in ("preset:none", "call:none", "other")
    }
    gone = {"begin_with": ["The call or example to begin with no longer exists."]}
    assert refused["call:none"] == gone
    assert refused["preset:none"] == refused["other"] == {"non_field_errors": gone["begin_with"]}
    strangers = [Machine(client_of(user)) for user in (us_manager, officer)]
    assert [stranger("POST", "api-calls", programme=programme)[0] for stranger in strangers] == [400, 403]
    assert Call.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "place", "english", "korean"),
    [
        (
            {"title": None},
            "title",
            "An object with named fields is needed.",
            "이름 있는 항목으로 된 객체가 필요합니다.",
        ),
        ({"titel": {}}, "titel", "There is no such field.", "그런 항목은 없습니다."),
        ({"sides": ["KR", "DE"]}, "sides.1", "Expected: 'KR', 'US'.", "가능한 값: 'KR', 'US'."),
        (
            {"limits": {"min_people": 0}},
            "limits.min_people",
            "At least 1 is needed.",
            "1 이상이어야 합니다.",
        ),
        (
            {"stages": [{"kind": "white_paper", "opens_at": "2026-01-01T00:00", "closes_at": "9999-12-31T23:59:00Z"}]},
            "stages.0.closes_at",
            "Give a year from 1900 to 2900.",
            "1900년부터 2900년까지의 연도를 입력해 주세요.",
        ),
        (
            {"stages": [{"kind": "white_paper", "opens_at": "2026-02-01T00:00Z", "closes_at": "2026-01-01T00:00Z"}]},
            "stages.0",
            "A stage must close after it opens.",
            "단계의 마감은 시작보다 뒤여야 합니다.",
        ),
        (
            {"ceilings": "much"},
            "ceilings",
            "A list is needed.",
            "목록이 필요합니다.",
        ),
    ],
)
def test_what_does_not_hold_together_is_told_by_its_place_in_both_languages(
    machine: Machine, draft_call: Call, changes: dict[str, Any], place: str, english: str, korean: str
) -> None:
    sent = {"revision": draft_call.revision, "definition": draft_call.draft | changes}
    told = {}
    for machine.language in ("en", "ko"):
        status, answer = machine("PUT", "api-call-draft", draft_call.public_id, **sent)
        assert (status, list(answer)) == (400, ["definition"])
        told[machine.language] = answer["definition"][place]
    assert told == {"en": [english], "ko": [korean]}
    assert Call.objects.get(pk=draft_call.pk).revision == draft_call.revision


def test_a_call_is_about_topics_of_its_own_programme(machine: Machine, draft_call: Call, us_manager: User) -> None:
    own = ProgrammeTopic.objects.create(programme=draft_call.programme, name_en="Teaming", name_ko="협업")
    other = Programme.objects.create(name_en="Other", name_ko="다른", starts_on=LAST, ends_on=LAST)
    foreign = ProgrammeTopic.objects.create(programme=other, name_en="Energy", name_ko="에너지")
    topics = machine("GET", "api-programme", draft_call.programme.public_id)[1]["topics"]
    assert topics == [{"id": own.pk, "name_en": "Teaming", "name_ko": "협업"}]
    where = ("api-call-topics", draft_call.public_id)
    assert machine("PUT", *where, topics=[own.pk]) == (200, {"topics": [own.pk]})
    assert [*machine("PUT", *where, topics=[foreign.pk])[1]] == ["topics"]
    assert machine("GET", *where) == (200, {"topics": [own.pk]})


def test_what_stands_in_the_way_of_a_call_is_told_by_field(machine: Machine, call: Call) -> None:
    stage, public_id = call.stages.get(), call.public_id
    extensions = ("api-call-extensions", public_id, stage.kind)
    earlier, naive = stage.closes_at - timedelta(hours=1), f"{timezone.now() + timedelta(days=30):%Y-%m-%dT%H:%M}"
    assert machine("POST", *extensions, closes_at=earlier.isoformat(), reason="Why not") == (
        400,
        {"closes_at": ["An extension must end later than before."]},
    )
    assert [*machine("POST", *extensions, closes_at=naive, reason=" ")[1]] == ["closes_at", "reason"]
    assert [*machine("POST", "api-call-late-codes", public_id, stage.kind, uses=0)[1]] == [
        "uses",
        "expires_at",
        "reason",
    ]
    assert machine("GET", "api-call-extensions", public_id, "presentation")[0] == 404
    draft = machine("GET", "api-call-draft", public_id)[1]
    draft["definition"]["summary"]["ko"] = ""
    saved = machine("PUT", "api-call-draft", public_id, **draft)[1]
    assert saved["lacking"] == ["“Summary” is not in both languages."]
    assert machine("POST", "api-call-versions", public_id) == (400, {"non_field_errors": saved["lacking"]})


def test_a_budget_is_entered_promised_changed_and_removed(
    machine: Machine, programme: Programme, iitp: Agency, draft_call: Call
) -> None:
    where = programme.public_id
    entered = {"agency": "iitp", "fiscal_year": 2026, "amount_minor": 250 * MILLION}
    status, budget = machine("POST", "api-budgets", where, **entered)
    assert (status, budget["currency"], budget["left_minor"]) == (201, "KRW", 250 * MILLION)
    assert [*machine("POST", "api-budgets", where, **entered)[1]] == ["fiscal_year"]
    assert [*machine("POST", "api-budgets", where, **entered | {"agency": "afosr"})[1]] == ["agency"]
    here = (where, budget["id"])
    promised = {"amount_minor": 150 * MILLION, "purpose": "Call", "call": str(draft_call.public_id)}
    status, promise = machine("POST", "api-budget-promises", *here, **promised)
    assert (status, promise["call"], promise["made_by"]) == (201, str(draft_call.public_id), "manager-kr@example.org")
    assert [*machine("POST", "api-budget-promises", *here, **promised)[1]] == ["amount_minor"]
    change = {"amount_minor": 200 * MILLION, "read_minor": 250 * MILLION}
    assert machine("PATCH", "api-budget", *here, **change | {"amount_minor": MILLION}) == (
        400,
        {"amount_minor": ["₩150,000,000 of this year are promised: the budget cannot be less."]},
    )
    status, changed = machine("PATCH", "api-budget", *here, **change)
    assert (status, changed["left_minor"], changed["promises"]) == (200, 50 * MILLION, [promise])
    assert machine("PATCH", "api-budget", *here, **change | {"amount_minor": 300 * MILLION}) == (
        409,
        {"detail": "Someone else has changed this budget in the meantime. It is now ₩200,000,000."},
    )
    assert machine("GET", "api-programme", where)[1]["budgets"] == [changed]
    assert machine("DELETE", "api-budget", *here)[0] == 400
    assert [machine("DELETE", "api-commitment", where, promise["id"])[0] for _ in range(2)] == [204, 404]
    assert machine("DELETE", "api-budget", *here) == (204, None)
    assert (YearBudget.objects.count(), Commitment.objects.count()) == (0, 0)


def test_another_agencys_money_is_read_only(
    machine: Machine, programme: Programme, afosr: Agency, korean_manager: User
) -> None:
    budget = enter_year_budget(programme, agency=afosr, fiscal_year=2026, amount_minor=100)
    promise = commit_budget(budget, amount_minor=1, purpose="Theirs", by=korean_manager)
    here = (programme.public_id, budget.pk)
    assert machine("GET", "api-programme", programme.public_id)[1]["budgets"][0]["left_minor"] == 99
    assert [
        machine("PATCH", "api-budget", *here, amount_minor=1, read_minor=100)[0],
        machine("DELETE", "api-budget", *here)[0],
        machine("POST", "api-budget-promises", *here, amount_minor=1, purpose="Mine")[0],
        machine("DELETE", "api-commitment", programme.public_id, promise.pk)[0],
    ] == [403, 403, 403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_programmes_ask_the_database_equally_often(
    machine: Machine,
    programme: Programme,
    iitp: Agency,
    korean_manager: User,
    draft_call: Call,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for year in range(2026, 2026 + count):
        budget = enter_year_budget(programme, agency=iitp, fiscal_year=year, amount_minor=250 * MILLION)
        for number in range(count):
            commit_budget(budget, amount_minor=MILLION, purpose=str(number), by=korean_manager, call=draft_call)
    for year in range(2027, 2026 + count):
        another = Programme.objects.create(name_en="More", name_ko="더", starts_on=date(year, 1, 1), ends_on=LAST)
        another.agencies.set([iitp])
        ProgrammeManager.objects.create(programme=another, officer=programme.managers.get().officer)
    machine("GET", "api-programmes")
    with django_assert_num_queries(5):
        rows = machine("GET", "api-programmes")[1]["results"]
    assert [row["agencies"] for row in rows] == [["iitp"]] * (count - 1) + [["afosr", "iitp"]]
    with django_assert_num_queries(10):
        budgets = machine("GET", "api-programme", programme.public_id)[1]["budgets"]
    assert [len(budget["promises"]) for budget in budgets] == [count] * count
