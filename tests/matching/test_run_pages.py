"""Runs in the browser and over the API: history, one run, start and cancel."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.people.models import Researcher, User
from matching.enums import RunKind
from matching.models import Run
from matching.selectors.charts import history_charts
from matching.services.runs import queue_run
from tests.matching.cast import Runner

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]

LIST, API = reverse("run-list"), reverse("api-runs")
JSON = "application/json"


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    found: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: found.append(pk))
    return found


def copies(run: Run, count: int) -> None:
    """More finished runs like ``run``."""
    for number in range(count):
        values = {field.attname: getattr(run, field.attname) for field in Run._meta.concrete_fields}
        values |= {"id": None, "public_id": None, "queued_at": timezone.now() + timedelta(minutes=number)}
        del values["public_id"]
        Run.objects.create(**values)


@pytest.mark.parametrize(("address", "queries"), [(LIST, 5), (API, 4)])
def test_the_history_costs_the_same_with_one_run_and_with_three(
    address: str,
    queries: int,
    cast: None,
    match: Runner,
    client_of: ClientOf,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    run, client = match(requested_by=korean_manager), client_of(korean_manager)
    client.get(address)
    for more in (0, 2):
        copies(run, more)
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == HTTPStatus.OK


def test_a_runs_page_tells_what_it_did(
    cast: None, match: Runner, client_of: ClientOf, korean_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.services.reports.LEAST_PEOPLE", 1)
    run = match()
    page = client_of(korean_manager).get(reverse("run-detail", args=[run.public_id])).content.decode()
    for said in ("Fairness", "Korean and English", "Established faculty", "words@1", "Weights used", "Not for me"):
        assert page.count(said) > 0, said
    assert page.count("Cancel this run") == 0


def test_a_refresh_tells_what_it_made_again_and_where_the_spread_stands(
    cast: None, match: Runner, client_of: ClientOf, korean_manager: User
) -> None:
    full, refresh = match(RunKind.REFRESH), match(RunKind.REFRESH)  # nothing is there for the first to build on
    page = client_of(korean_manager).get(reverse("run-detail", args=[refresh.public_id])).content.decode()
    full_run = reverse("run-detail", args=[full.public_id])
    assert [page.count(said) for said in ("Lists made again", f'href="{full_run}"', "at least once")] == [1, 1, 0]
    page = client_of(korean_manager).get(full_run).content.decode()
    assert (page.count("Lists made again"), page.count("Only what had changed")) == (0, 0)


def test_an_old_report_without_the_newer_numbers_is_still_shown(client_of: ClientOf, korean_manager: User) -> None:
    old = {"people": 2, "shown": 4, "gini": 0.25, "top_share": 0.5}
    subjects = {"subjects": {"researchers": 2, "projects": 1}, "exposure": {"side": {"KR": old}}}
    run = Run.objects.create(kind=RunKind.FULL, state=JobState.DONE, report=subjects)
    client = client_of(korean_manager)
    assert client.get(reverse("run-detail", args=[run.public_id])).status_code == HTTPStatus.OK
    assert client.get(LIST).status_code == HTTPStatus.OK


def test_the_charts_have_a_point_for_each_run_and_say_their_numbers(
    cast: None, match: Runner, client_of: ClientOf, korean_manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.services.reports.LEAST_PEOPLE", 1)
    run = match()
    copies(run, 2)
    charts = history_charts(list(Run.objects.order_by("queued_at")))
    assert [[len(line.points) for line in chart.lines] for chart in charts] == [[3], [3], [3, 3], [3, 3]]
    assert [point.value for point in charts[1].lines[0].points] == [4.0, 4.0, 4.0]
    page = " ".join(client_of(korean_manager).get(LIST).content.decode().split())
    assert page.count('role="img"') == len(charts)
    assert 'aria-label="Suggestions: Pairs, last 4, lowest 4, highest 4 "' in page
    assert history_charts([]) == []


def test_a_manager_starts_and_cancels_by_name(
    client_of: ClientOf,
    korean_manager: User,
    us_manager: User,
    sent: list[int],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        client_of(korean_manager).post(LIST, {"kind": "full"})
    run = Run.objects.get()
    assert (run.requested_by, run.state, sent) == (korean_manager, JobState.QUEUED, [run.pk])
    other, address = client_of(us_manager), reverse("run-detail", args=[run.public_id])
    assert "Cancel this run" in other.get(address).content.decode()
    page = other.post(reverse("run-cancel", args=[run.public_id]), follow=True).content.decode()
    assert "Cancelled by manager-us@example.org" in page
    run.refresh_from_db()
    assert (run.state, run.cancelled_by) == (JobState.CANCELLED, us_manager)
    again = other.post(reverse("run-cancel", args=[run.public_id]), follow=True).content.decode()
    assert "there was nothing to cancel" in again


def test_the_same_over_the_api(client_of: ClientOf, korean_manager: User) -> None:
    client = client_of(korean_manager)
    answer = client.post(API, {"kind": "refresh"}, content_type=JSON)
    assert (answer.status_code, answer.json()["state"]) == (HTTPStatus.ACCEPTED, "queued")
    public_id = answer.json()["public_id"]
    assert [row["public_id"] for row in client.get(API).json()["results"]] == [public_id]
    cancel = reverse("api-run-cancel", args=[public_id])
    assert client.post(cancel).json()["cancelled_by"] == korean_manager.email
    assert client.post(cancel).status_code == HTTPStatus.CONFLICT
    assert client.get(reverse("api-run", args=[public_id])).json()["state"] == "cancelled"
    assert client.post(API, {"kind": "subject"}, content_type=JSON).status_code == HTTPStatus.BAD_REQUEST


def test_nobody_else_reads_starts_or_cancels(
    client_of: ClientOf, korean_researcher: Researcher, outsider: User, staff: User
) -> None:
    run = queue_run(RunKind.FULL)
    reads = [LIST, reverse("run-detail", args=[run.public_id]), API, reverse("api-run", args=[run.public_id])]
    writes = [LIST, reverse("run-cancel", args=[run.public_id]), API, reverse("api-run-cancel", args=[run.public_id])]
    for person in (korean_researcher, outsider):
        client = client_of(person)
        assert {client.get(address).status_code for address in reads} == {HTTPStatus.FORBIDDEN}
        assert {client.post(address, {"kind": "full"}).status_code for address in writes} == {HTTPStatus.FORBIDDEN}
    assert {client_of(staff).get(address).status_code for address in reads} == {HTTPStatus.OK}
    run.refresh_from_db()
    assert (run.state, Run.objects.count()) == (JobState.QUEUED, 1)
