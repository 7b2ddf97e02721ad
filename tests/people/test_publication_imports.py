"""Imports in the background: one at a time, by one worker, told on the page until they are over."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django_celery_beat.models import PeriodicTask
from pytest_django import DjangoAssertNumQueries

from exchange.config.celery import app
from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.jobs.services import claim
from exchange.people.clients.fetching import FetchFailed
from exchange.people.enums import ImportFailure, PublicationSource, RefusalReason
from exchange.people.models import Publication, PublicationImport, Researcher, User
from exchange.people.services import publication_imports
from exchange.people.services.publication_imports import (
    DOI_LIMIT,
    IMPORTS,
    ImportUnderWayError,
    execute_import,
    recover_imports,
    request_import,
)
from exchange.people.services.publication_merging import merge_publications
from exchange.people.values.publications import Bibliography, Item, Refusal

ClientOf = Callable[[User | Researcher], Client]
ORCID = "0000-0002-1825-0097"
FOUND = Bibliography(
    [Item(title="Trust", year=2020), Item(title="Hope")], [Refusal("10.1000/x", RefusalReason.UNKNOWN_DOI)]
)


@pytest.fixture(autouse=True)
def handed_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The imports given to a worker; there is none here."""
    handed: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: handed.append(pk))
    return handed


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Let the source give this, or fail with it."""

    def gives(outcome: object) -> None:
        def fetch(*args: object, **kwargs: object) -> object:
            if isinstance(outcome, Exception):
                raise outcome
            return outcome(**kwargs) if callable(outcome) else outcome

        monkeypatch.setattr(publication_imports, "fetch", fetch)

    gives(FOUND)
    return gives


@pytest.fixture
def job(korean_researcher: Researcher) -> PublicationImport:
    return request_import(korean_researcher, source=PublicationSource.ORCID, text=ORCID)


def lose(job: PublicationImport) -> None:
    PublicationImport.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def outcome(job: PublicationImport) -> tuple[str, int, int, int, str]:
    job.refresh_from_db()
    return job.state, job.found, job.added, job.merged, job.error


@pytest.mark.usefixtures("source")
def test_what_is_found_is_merged_once(job: PublicationImport) -> None:
    merge_publications(job.researcher, [Item(title="Trust", year=2020)], source=PublicationSource.CSV)
    assert execute_import(job.pk, worker="a")
    assert outcome(job) == ("done", 3, 1, 1, "")
    assert job.refusals == [("10.1000/x", "OpenAlex does not know this DOI.", None)]
    assert not execute_import(job.pk, worker="b")
    assert job.researcher.publications.count() == 2


def test_one_unfinished_import_per_person(korean_researcher: Researcher, job: PublicationImport) -> None:
    with pytest.raises(ImportUnderWayError):
        request_import(korean_researcher, source=PublicationSource.DOI, text="10.1000/abc")
    assert PublicationImport.objects.get() == job


@pytest.mark.parametrize(
    ("source_name", "text"),
    [
        (PublicationSource.ORCID, "0000-0002-1825-0098"),
        (PublicationSource.OPENALEX, "W2741809807"),
        (PublicationSource.DOI, "my papers"),
        (PublicationSource.DOI, "\n".join(f"10.1000/{number}" for number in range(501))),
        (PublicationSource.MANUAL, "10.1000/abc"),
    ],
    ids=["check digit", "a work", "no DOI", "too many", "no source"],
)
def test_what_cannot_be_fetched_is_refused(korean_researcher: Researcher, source_name: str, text: str) -> None:
    with pytest.raises(ValidationError):
        request_import(korean_researcher, source=source_name, text=text)


@pytest.mark.parametrize(
    ("source_name", "text", "payload"),
    [
        (PublicationSource.ORCID, f"https://orcid.org/{ORCID}", ORCID),
        (PublicationSource.OPENALEX, f"https://orcid.org/{ORCID}", ORCID),
        (PublicationSource.OPENALEX, "https://openalex.org/a5023888391", "A5023888391"),
        (PublicationSource.DOI, "10.1000/B nonsense", "10.1000/b\nnonsense"),
    ],
)
def test_what_is_fetched_is_named_in_one_way(
    korean_researcher: Researcher, source_name: str, text: str, payload: str
) -> None:
    assert request_import(korean_researcher, source=source_name, text=text).payload == payload


def test_as_many_dois_as_are_taken(korean_researcher: Researcher) -> None:
    text = "\n".join(f"10.1000/{number}" for number in range(DOI_LIMIT))
    assert request_import(korean_researcher, source=PublicationSource.DOI, text=text).payload == text


def test_a_failure_is_told_in_the_readers_words(
    job: PublicationImport, source: Callable[[object], None], client_of: ClientOf
) -> None:
    source(FetchFailed(ImportFailure.UNREACHABLE))
    execute_import(job.pk, worker="a")
    assert outcome(job) == ("failed", 0, 0, 0, "unreachable")
    page = client_of(job.researcher).get(reverse("publication-list"), headers={"Accept-Language": "ko"})
    with translation.override(page.headers["Content-Language"]):
        assert page.content.decode().count(str(ImportFailure.UNREACHABLE.label)) == 1


def test_a_fault_of_ours_closes_the_import_too(job: PublicationImport, source: Callable[[object], None]) -> None:
    source(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        execute_import(job.pk, worker="a")
    assert outcome(job) == ("failed", 0, 0, 0, "internal")


def test_a_lost_import_is_taken_over_and_the_late_worker_writes_nothing(
    job: PublicationImport, source: Callable[[object], None]
) -> None:
    def stall(on_progress: Callable[[int, int], None], **_: object) -> Bibliography:
        lose(job)
        assert claim(IMPORTS, job.pk, worker="b") is not None
        on_progress(1, 2)
        raise AssertionError

    source(stall)
    assert not execute_import(job.pk, worker="a")
    assert claim(IMPORTS, job.pk, worker="c") is None
    assert (outcome(job)[0], job.claimed_by, Publication.objects.count()) == ("running", "b", 0)


def test_the_schedule_hands_out_what_waits_and_gives_up_in_the_end(
    job: PublicationImport, handed_out: list[int]
) -> None:
    assert recover_imports() == handed_out == [job.pk]
    for attempt in range(IMPORTS.attempts or 0):
        assert claim(IMPORTS, job.pk, worker=str(attempt)) is not None
        lose(job)
    assert recover_imports() == []
    assert outcome(job) == ("failed", 0, 0, 0, "lost")


@pytest.mark.django_db
def test_the_schedule_names_a_task_that_exists() -> None:
    app.loader.import_default_modules()
    row = PeriodicTask.objects.get(task="exchange.people.tasks.recover_imports")
    assert (row.enabled, row.interval.every, row.interval.period) == (True, 1, "minutes")
    assert {row.task, IMPORTS.task} <= set(app.tasks)


@pytest.mark.usefixtures("source")
@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_it(korean_researcher: Researcher) -> None:
    job = request_import(korean_researcher, source=PublicationSource.ORCID, text=ORCID)
    barrier, results = Barrier(4), []

    def work(name: str) -> None:
        barrier.wait()
        results.append(execute_import(job.pk, worker=name))
        connection.close()

    threads = [Thread(target=work, args=[str(number)]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]
    assert (outcome(job)[:3], job.attempts) == (("done", 3, 2), 1)


@pytest.mark.usefixtures("source")
def test_the_page_asks_until_it_is_over_and_never_again(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    typed = {"fetch-source": PublicationSource.ORCID, "fetch-text": f"https://orcid.org/{ORCID}"}
    assert (
        client.post(reverse("publication-fetch"), typed).headers["Location"] == reverse("publication-list") + "#fetch"
    )
    job = PublicationImport.objects.get()
    address = reverse("publication-import-detail", args=[job.pk])
    shown = [client.get(page).content.decode().count("hx-trigger") for page in (reverse("publication-list"), address)]
    execute_import(job.pk, worker="a")
    shown += [client.get(page).content.decode().count("hx-trigger") for page in (reverse("publication-list"), address)]
    assert shown == [1, 1, 0, 0]


def test_a_second_request_keeps_what_was_typed(client_of: ClientOf, job: PublicationImport) -> None:
    typed = {"fetch-source": PublicationSource.DOI, "fetch-text": "10.1000/typed"}
    answer = client_of(job.researcher).post(reverse("publication-fetch"), typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert (page.count("10.1000/typed"), page.count("An import is under way.")) == (1, 1)


def test_others_see_nothing_of_it(client_of: ClientOf, job: PublicationImport, us_researcher: Researcher) -> None:
    for name in ("publication-import-detail", "api-publication-import"):
        address = reverse(name, args=[job.pk])
        statuses = [client_of(person).get(address).status_code for person in (job.researcher, us_researcher)]
        assert statuses == [HTTPStatus.OK, HTTPStatus.NOT_FOUND]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_questions(
    client_of: ClientOf,
    korean_researcher: Researcher,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    items = [Item(title=f"T{number}") for number in range(count)]
    merge_publications(korean_researcher, items, source=PublicationSource.CSV)
    client = client_of(korean_researcher)
    client.get(reverse("publication-list"))
    with django_assert_num_queries(12):
        client.get(reverse("publication-list"))
    with django_assert_num_queries(5):
        client.get(reverse("api-publications"))


@pytest.mark.usefixtures("source")
def test_the_api_starts_imports_and_tells_of_them(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client, address = client_of(korean_researcher), reverse("api-publication-imports")

    def start(source_name: str, text: str) -> int:
        return client.post(address, {"source": source_name, "text": text}, "application/json").status_code

    assert start("csv", "title,year\nTrust,2019\n") == HTTPStatus.CREATED
    assert start("csv", "name\n") == HTTPStatus.BAD_REQUEST
    assert start("orcid", "me") == HTTPStatus.BAD_REQUEST
    assert start("orcid", ORCID) == HTTPStatus.ACCEPTED
    assert start("doi", "10.1000/abc") == HTTPStatus.CONFLICT
    execute_import(PublicationImport.objects.get(state=JobState.QUEUED).pk, worker="a")
    rows = client.get(address).json()["results"]
    assert [(row["source"], row["state"], row["added"]) for row in rows] == [("orcid", "done", 2), ("csv", "done", 1)]
    assert rows[0]["rejected"] == [{"entry": "10.1000/x", "reason": "OpenAlex does not know this DOI.", "line": None}]
