"""What is promised of a year never exceeds it, whoever writes at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.people.models import User
from exchange.programmes.models import (
    Agency,
    Commitment,
    Programme,
    ProgrammeManager,
    YearBudget,
)
from exchange.programmes.services import (
    commit_budget,
    enter_year_budget,
    set_year_budget,
    withdraw_commitment,
)
from tests.concurrency import Beside

SignIn = Callable[[User], Client]
MILLION = 1_000_000
HALF_AND_MORE = 150 * MILLION
TOO_MUCH = "More is promised for this year than its budget holds."


def test_a_promise_is_counted_and_taken_back_once(year_budget: YearBudget, korean_manager: User) -> None:
    commitment = commit_budget(year_budget, amount_minor=100 * MILLION, purpose="Call", by=korean_manager)
    year_budget.refresh_from_db()
    assert year_budget.left_minor == 150 * MILLION
    assert [withdraw_commitment(commitment) for _ in range(2)] == [True, False]
    year_budget.refresh_from_db()
    assert year_budget.left_minor == 250 * MILLION


def test_more_than_the_year_holds_is_refused(year_budget: YearBudget, korean_manager: User) -> None:
    commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="First", by=korean_manager)
    with pytest.raises(ValidationError) as caught:
        commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="Second", by=korean_manager)
    assert caught.value.message_dict == {"amount_minor": [TOO_MUCH]}


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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["promise", "lowering"])
def test_of_a_promise_and_a_lowering_the_first_counts(
    first: str, year_budget: YearBudget, korean_manager: User
) -> None:
    """The second one waits for the first one's transaction and then reads what it left."""
    works: dict[str, Callable[[], Any]] = {
        "promise": lambda: commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="Call", by=korean_manager),
        "lowering": lambda: set_year_budget(year_budget, amount_minor=100 * MILLION, read_minor=250 * MILLION),
    }
    with transaction.atomic():
        works.pop(first)()
        beside = Beside(*works.values())
        beside.wait_until_it_waits()
    with pytest.raises(ValidationError) as caught:
        beside.end()
    too_low = "₩150,000,000 of this year are promised: the budget cannot be less."
    assert caught.value.message_dict == {"amount_minor": [{"promise": too_low, "lowering": TOO_MUCH}[first]]}
    year_budget.refresh_from_db()
    held = (year_budget.amount_minor // MILLION, year_budget.committed_minor // MILLION)
    assert held == {"promise": (250, 150), "lowering": (100, 0)}[first]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_the_same_year_one_does(programme: Programme, iitp: Agency) -> None:
    def enter() -> YearBudget:
        return enter_year_budget(programme, agency=iitp, fiscal_year=2027, amount_minor=MILLION)

    with transaction.atomic():
        enter()
        beside = Beside(enter)
        beside.wait_until_it_waits()
    with pytest.raises(ValidationError) as caught:
        beside.end()
    assert caught.value.message_dict == {"fiscal_year": ["This agency’s budget of the year is there already."]}


@pytest.fixture
def afosr_manager(programme: Programme, afosr: Agency, us_manager: User) -> User:
    """Manages the same programme for the other agency."""
    ProgrammeManager.objects.create(programme=programme, officer=afosr.officers.get(user=us_manager))
    return us_manager


@pytest.mark.parametrize(("year", "is_of_it"), [(2024, False), (2025, True), (2028, True), (2029, True), (2030, False)])
def test_a_fiscal_year_begins_or_ends_within_the_programme(
    programme: Programme, iitp: Agency, year: int, is_of_it: bool
) -> None:
    """From July 2025 to June 2028: the last one may be named after the year in which it ends."""
    if is_of_it:
        assert enter_year_budget(programme, agency=iitp, fiscal_year=year, amount_minor=MILLION).fiscal_year == year
        return
    with pytest.raises(ValidationError) as refused:
        enter_year_budget(programme, agency=iitp, fiscal_year=year, amount_minor=MILLION)
    assert refused.value.message_dict == {"fiscal_year": ["Give a year of the programme, 2025 to 2029."]}


def page_of(programme: Programme, name: str = "programme-detail", *more: object) -> str:
    return reverse(name, args=[programme.public_id, *more])


def test_a_manager_enters_a_year_in_the_currency_of_the_own_agency(
    client_of: SignIn, programme: Programme, iitp: Agency, afosr: Agency, afosr_manager: User
) -> None:
    browser, page = client_of(afosr_manager), page_of(programme, "budget-create")
    typed = {"agency": afosr.pk, "fiscal_year": 2026, "amount": "100,000.50"}
    refused = {
        "of another agency": browser.post(page, typed | {"agency": iitp.pk}),
        "without an amount": browser.post(page, typed | {"amount": "lots"}),
        "of another time": browser.post(page, typed | {"fiscal_year": 2031}),
    }
    assert {name: (answer.status_code, [*answer.context["form"].errors]) for name, answer in refused.items()} == {
        "of another agency": (422, ["agency"]),
        "without an amount": (422, ["amount"]),
        "of another time": (422, ["fiscal_year"]),
    }
    assert browser.post(page, typed).headers["Location"] == page_of(programme)
    again = browser.post(page, typed)
    assert again.context["form"].errors == {"fiscal_year": ["This agency’s budget of the year is there already."]}
    assert list(YearBudget.objects.values_list("agency__code", "currency", "amount_minor")) == [
        ("afosr", Currency.USD, 10_000_050)
    ]


def test_an_amount_is_changed_but_not_below_what_is_promised(
    client_of: SignIn, programme: Programme, year_budget: YearBudget, korean_manager: User
) -> None:
    browser, page = client_of(korean_manager), page_of(programme, "budget-edit", year_budget.pk)
    commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="Call", by=korean_manager)
    sent = browser.get(page).context["form"].initial
    assert sent == {"amount": "250,000,000", "read_minor": 250 * MILLION}
    low = browser.post(page, sent | {"amount": "149,999,999"}, headers={"Accept-Language": "ko"})
    assert (low.status_code, low.context["form"].errors) == (
        422,
        {"amount": ["이 연도의 약정액은 ₩150,000,000입니다. 예산을 그보다 적게 바꿀 수 없습니다."]},
    )
    assert browser.post(page, sent | {"amount": "200,000,000"}).status_code == 302
    stale = browser.post(page, sent | {"amount": "300,000,000"})
    assert (stale.status_code, stale.context["form"]["amount"].value()) == (422, "300,000,000")
    again = {name: stale.context["form"][name].value() for name in sent}
    assert browser.post(page, again).status_code == 302
    year_budget.refresh_from_db()
    assert year_budget.amount_minor == 300 * MILLION


def test_others_read_a_budget_that_its_agency_alone_writes(
    client_of: SignIn, programme: Programme, year_budget: YearBudget, korean_manager: User, afosr_manager: User
) -> None:
    promise = commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="Call", by=korean_manager)
    reader, writer = client_of(afosr_manager), client_of(korean_manager)
    assert list(reader.get(page_of(programme)).context["budgets"]) == [year_budget]
    change, remove, take = (
        page_of(programme, "budget-edit", year_budget.pk),
        page_of(programme, "budget-remove", year_budget.pk),
        page_of(programme, "commitment-withdraw", promise.pk),
    )
    assert [reader.post(page).status_code for page in (change, remove, take)] == [404, 404, 404]
    forged = {"budget": year_budget.pk, "purpose": "Other", "amount": "1"}
    assert [*reader.post(page_of(programme), forged).context["form"].errors] == ["budget"]
    writer.post(remove)
    assert YearBudget.objects.filter(pk=year_budget.pk, committed_minor=HALF_AND_MORE).exists()
    for page in (take, take, remove):
        assert writer.post(page).headers["Location"] == page_of(programme)
    assert not YearBudget.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_equally_often(
    client_of: SignIn,
    programme: Programme,
    iitp: Agency,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for year in range(2026, 2026 + count):
        budget = enter_year_budget(programme, agency=iitp, fiscal_year=year, amount_minor=250 * MILLION)
        for number in range(count):
            commit_budget(budget, amount_minor=MILLION, purpose=str(number), by=korean_manager)
    browser = client_of(korean_manager)
    browser.get(page_of(programme))
    with django_assert_num_queries(13):
        page = browser.get(page_of(programme))
    assert len(page.context["budgets"]) == count


def admin_form(programme: Programme, *rows: dict[str, object]) -> dict[str, object]:
    """What the administration's page of a programme sends."""
    data: dict[str, object] = {
        "name_en": programme.name_en,
        "name_ko": programme.name_ko,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "agencies": list(programme.agencies.values_list("pk", flat=True)),
    }
    counts = {"managers": (0, 0), "topics": (0, 0), "budgets": (len(rows), sum("id" in row for row in rows))}
    for prefix, (total, known) in counts.items():
        data |= {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": known}
    for number, row in enumerate(rows):
        data |= {f"budgets-{number}-{name}": value for name, value in row.items()}
    return data


def test_the_administration_tells_what_the_database_would_refuse(
    client_of: SignIn,
    programme: Programme,
    year_budget: YearBudget,
    iitp: Agency,
    korean_manager: User,
    staff: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    commit_budget(year_budget, amount_minor=HALF_AND_MORE, purpose="Call", by=korean_manager)
    browser = client_of(staff)
    page = reverse("admin:programmes_programme_change", args=[programme.pk])
    stranger = Agency.objects.create(code="nrf", name_en="NRF", name_ko="연구재단", side=Side.KR, currency="KRW")
    kept = {"id": year_budget.pk, "programme": programme.pk, "amount_minor": 250 * MILLION}
    new = {"programme": programme.pk, "agency": iitp.pk, "fiscal_year": 2027, "amount_minor": 1}
    wrong: dict[str, list[dict[str, object]]] = {
        "too low": [kept | {"amount_minor": MILLION}],
        "not of the programme": [kept, new | {"agency": stranger.pk}],
        "twice": [kept, new | {"fiscal_year": 2026}],
        "negative": [kept, new | {"amount_minor": -1}],
    }
    answers = {name: browser.post(page, admin_form(programme, *rows)) for name, rows in wrong.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(wrong, 200)
    promise = {"budget": year_budget.pk, "purpose": "Too much", "amount_minor": HALF_AND_MORE}
    assert browser.post(reverse("admin:programmes_commitment_add"), promise).status_code == 200
    assert browser.post(page, admin_form(programme, kept, new)).status_code == 302
    assert list(YearBudget.objects.values_list("fiscal_year", "currency")) == [(2026, "KRW"), (2027, "KRW")]
    with monkeypatch.context() as patched:  # as where a second writer was quicker than what the form had seen
        patched.setattr(YearBudget, "clean", lambda budget: None)
        answer = browser.post(page, admin_form(programme, kept | {"amount_minor": MILLION}))
    assert answer.headers["Location"] == page
    year_budget.refresh_from_db()
    assert year_budget.amount_minor == 250 * MILLION
