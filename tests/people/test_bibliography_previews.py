"""What a bibliography would bring is said before anything is stored, and then done once; a long one in the background."""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.jobs import services as jobs
from exchange.people.enums import PublicationSource
from exchange.people.models import PublicationImport, Researcher, User
from exchange.people.services import publication_imports
from exchange.people.services.publication_imports import (
    ImportUnderWayError,
    NothingToConfirmError,
    confirm_import,
    discard_import,
    execute_import,
    import_bibliography,
    preview_bibliography,
    recover_imports,
    request_import,
)
from exchange.people.services.publication_merging import merge_publications
from exchange.people.values.publications import Item

ClientOf = Callable[[User | Researcher], Client]
BIBTEX = """
@misc{one, title = {Trust}, year = 2020, doi = {10.1000/a}}
@misc{two, title = {Hope}, author = {Han, Minji and 한가람}}
@misc{three, year = 2020}
@misc{four, title = {hope}}
"""


@pytest.fixture(autouse=True)
def handed_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The imports given to a worker; there is none here."""
    handed: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: handed.append(pk))
    return handed


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bibliography is long enough for a worker."""
    monkeypatch.setattr(publication_imports, "AT_ONCE", 10)


@pytest.fixture
def mine(korean_researcher: Researcher) -> Researcher:
    merge_publications(korean_researcher, [Item(title="Trust", year=2020)], source=PublicationSource.CSV)
    return korean_researcher


def words(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def told(job: PublicationImport) -> tuple[str, int, int, int, int]:
    job.refresh_from_db()
    return job.state, job.found, job.added, job.merged, len(job.rejected)


def titles(researcher: Researcher) -> list[str]:
    return [row.title for row in researcher.publications.order_by("title")]


def test_nothing_is_stored_before_it_is_confirmed(mine: Researcher) -> None:
    job = preview_bibliography(mine, text=BIBTEX)
    assert told(job) == ("read", 4, 1, 2, 1)
    assert job.plan == [
        ["Trust", 2020, "Trust", "", "10.1000/a"],
        ["Hope", None, None, "", ""],
        ["hope", None, "Hope", "", ""],
    ]
    assert [(row.title, row.doi) for row in mine.publications.all()] == [("Trust", "")]
    assert told(confirm_import(job)) == ("done", 4, 1, 2, 1)
    rows = mine.publications.order_by("title").values_list("title", "doi", "authors", "source")
    assert list(rows) == [("Hope", "", ["Han, Minji", "한가람"], "bibtex"), ("Trust", "10.1000/a", [], "csv")]
    job.refresh_from_db()
    assert (job.payload, job.plan) == ("", [])


def test_what_is_confirmed_or_discarded_is_over(mine: Researcher) -> None:
    job = preview_bibliography(mine, text=BIBTEX)
    confirm_import(job)
    for act in (confirm_import, discard_import):
        with pytest.raises(NothingToConfirmError):
            act(job)
    discard_import(preview_bibliography(mine, text="title\nLove\n"))
    assert (titles(mine), PublicationImport.objects.count()) == (["Hope", "Trust"], 1)


def test_a_new_preview_takes_the_place_of_the_one_before(mine: Researcher) -> None:
    before = preview_bibliography(mine, text=BIBTEX)
    preview_bibliography(mine, text="title\nLove\n")
    assert [job.source for job in mine.publication_imports.all()] == ["csv"]
    with pytest.raises(NothingToConfirmError):
        confirm_import(before)


def test_what_nobody_confirms_is_forgotten(mine: Researcher) -> None:
    """What was confirmed long ago stays on the list of imports."""
    merged = preview_bibliography(mine, text=BIBTEX)
    confirm_import(merged)
    preview_bibliography(mine, text=BIBTEX)
    recover_imports()
    assert PublicationImport.objects.count() == 2
    PublicationImport.objects.update(finished_at=timezone.now() - timedelta(days=8))
    recover_imports()
    assert PublicationImport.objects.get().pk == merged.pk


@pytest.mark.usefixtures("long")
def test_a_long_one_is_read_and_merged_by_a_worker(
    mine: Researcher, handed_out: list[int], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        job = preview_bibliography(mine, text=BIBTEX)
    assert (told(job)[0], handed_out) == ("queued", [job.pk])
    assert execute_import(job.pk, worker="a")
    assert (told(job), titles(mine)) == (("read", 4, 1, 2, 1), ["Trust"])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        confirm_import(job)
    assert (told(job)[0], job.plan, handed_out) == ("queued", [], [job.pk, job.pk])
    assert execute_import(job.pk, worker="b")
    assert (told(job), titles(mine)) == (("done", 4, 1, 2, 1), ["Hope", "Trust"])
    assert job.payload == ""


@pytest.mark.usefixtures("long")
def test_a_worker_says_how_far_it_is(mine: Researcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication_imports, "_STEP", 1)
    said: list[tuple[int, int]] = []
    monkeypatch.setattr(jobs.Lease, "renew", lambda lease, found, total: said.append((found, total)))
    execute_import(import_bibliography(mine, text=BIBTEX).pk, worker="a")
    assert said == [(1, 4), (2, 4), (3, 4), (4, 4)]


@pytest.mark.usefixtures("long")
def test_a_long_one_of_too_many_entries_says_so(mine: Researcher, client_of: ClientOf) -> None:
    job = import_bibliography(mine, text="title\n" + "T\n" * 2001)
    execute_import(job.pk, worker="a")
    assert (told(job)[0], job.error) == ("failed", "too_many")
    page = words(client_of(mine).get(reverse("publication-list")))
    assert page.count("It has more than 2,000 entries.") == 1


@pytest.mark.usefixtures("long")
def test_a_long_one_waits_for_nobody_elses_turn(mine: Researcher) -> None:
    request_import(mine, source=PublicationSource.DOI, text="10.1000/a")
    with pytest.raises(ImportUnderWayError):
        preview_bibliography(mine, text=BIBTEX)


def test_the_page_shows_the_preview_beside_the_form(client_of: ClientOf, mine: Researcher) -> None:
    client, address = client_of(mine), reverse("publication-list")
    answer = client.post(reverse("publication-import"), {"text": BIBTEX})
    assert answer.headers["Location"] == f"{address}#bibliography"
    section = client.get(address).content.decode().partition('<section id="bibliography"')[2]
    page = words(HttpResponse(section))
    assert page.count("BibTeX: 1 new, 2 in your list already, 1 that cannot be used.") == 1
    assert page.count("Line 4, three : It has no title.") == 1
    job = PublicationImport.objects.get()
    confirmed = client.post(reverse("publication-import-confirm", args=[job.pk]), {"confirm": "1"})
    assert (confirmed.headers["Location"], titles(mine)) == (f"{address}#bibliography", ["Hope", "Trust"])
    assert words(client.get(address)).count("1 added, 2 were there already, 1 could not be used.") == 1
    again = client.post(reverse("publication-import-confirm", args=[job.pk]), {"confirm": "1"}, follow=True)
    assert words(again).count("This preview is no longer there. Nothing was changed.") == 1


def test_a_preview_waits_while_something_else_is_fetched(client_of: ClientOf, mine: Researcher) -> None:
    preview_bibliography(mine, text=BIBTEX)
    request_import(mine, source=PublicationSource.DOI, text="10.1000/a")
    page = client_of(mine).get(reverse("publication-list")).content.decode()
    assert [page.count(text) for text in ("Nothing is stored yet.", "A bibliography waits", "hx-trigger")] == [1, 1, 1]


def test_discarding_on_the_page_changes_nothing(client_of: ClientOf, mine: Researcher) -> None:
    job = preview_bibliography(mine, text=BIBTEX)
    client_of(mine).post(reverse("publication-import-confirm", args=[job.pk]), {"discard": "1"})
    assert (titles(mine), PublicationImport.objects.count()) == (["Trust"], 0)


def test_what_is_not_read_stays_on_the_page_with_its_reason(client_of: ClientOf, mine: Researcher) -> None:
    client, address = client_of(mine), reverse("publication-import")
    typed = client.post(address, {"text": "My papers, in prose."})
    assert (typed.status_code, words(typed).count("My papers, in prose.")) == (HTTPStatus.UNPROCESSABLE_ENTITY, 1)
    assert typed.content.decode().count(f'action="{address}#bibliography"') == 1
    workbook = SimpleUploadedFile("mine.xlsx", b"PK\x03\x04 xl/workbook.xml")
    assert words(client.post(address, {"file": workbook})).count("This is a spreadsheet.") == 1
    assert PublicationImport.objects.count() == 0


def test_above_a_refused_file_stands_no_answer_to_another_one(client_of: ClientOf, mine: Researcher) -> None:
    """Its preview, and the button that confirms it, would be taken for those of the file just sent."""
    client, address = client_of(mine), reverse("publication-import")
    done = import_bibliography(mine, text=BIBTEX)
    assert words(client.post(address, {"text": "Prose."})).count("1 added") == 0
    done.delete()
    preview_bibliography(mine, text=BIBTEX)
    refused = client.post(address, {"file": SimpleUploadedFile("cv.pdf", b"%PDF-1.4")})
    page = refused.content.decode()
    assert [page.count(text) for text in ("This is a PDF", "Nothing is stored yet.", 'name="confirm"')] == [1, 0, 0]
    assert f'href="{reverse("publication-list")}#bibliography"' in page
    request_import(mine, source=PublicationSource.DOI, text="10.1000/a")
    fetching = client.post(reverse("publication-fetch"), {"fetch-source": "doi", "fetch-text": "prose"})
    assert [fetching.content.decode().count(text) for text in ("hx-trigger", "There is no DOI in it")] == [0, 1]


def test_a_file_is_read_whatever_its_name_says(client_of: ClientOf, mine: Researcher) -> None:
    upload = SimpleUploadedFile("mine.csv", "TY  - JOUR\r\nTI  - 협동 로봇의 신뢰\r\nER  - \r\n".encode("cp949"))
    client_of(mine).post(reverse("publication-import"), {"file": upload})
    job = PublicationImport.objects.get()
    assert (job.source, job.plan) == ("ris", [["협동 로봇의 신뢰", None, None, "", ""]])


@pytest.mark.usefixtures("long")
def test_one_import_at_a_time_is_said_beside_the_form(client_of: ClientOf, mine: Researcher) -> None:
    request_import(mine, source=PublicationSource.DOI, text="10.1000/a")
    answer = client_of(mine).post(reverse("publication-import"), {"text": BIBTEX})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words(answer).count("An import is under way.") == 1


def test_the_api_previews_confirms_and_discards(client_of: ClientOf, mine: Researcher) -> None:
    client = client_of(mine)

    def send(body: dict[str, object]) -> HttpResponse:
        return client.post(reverse("api-publication-imports"), body, "application/json")

    made = send({"text": BIBTEX, "preview": True})
    assert made.status_code == HTTPStatus.CREATED
    body = made.json()  # type: ignore[attr-defined]
    assert (body["state"], body["source"], body["added"], body["merged"]) == ("read", "bibtex", 1, 2)
    trust = {"title": "Trust", "year": 2020, "venue": "", "doi": "10.1000/a", "merged_with": "Trust"}
    assert body["plan"][0] == trust
    assert body["rejected"] == [{"entry": "three", "reason": "It has no title.", "line": 4}]
    assert titles(mine) == ["Trust"]
    confirm = reverse("api-publication-import-confirm", args=[body["id"]])
    assert client.post(confirm).json()["state"] == "done"
    assert (titles(mine), client.post(confirm).status_code) == (["Hope", "Trust"], HTTPStatus.CONFLICT)
    other = send({"text": "title\nLove\n", "preview": True}).json()  # type: ignore[attr-defined]
    one = reverse("api-publication-import", args=[other["id"]])
    assert [client.delete(one).status_code, client.get(one).status_code] == [
        HTTPStatus.NO_CONTENT,
        HTTPStatus.NOT_FOUND,
    ]
    assert client.delete(reverse("api-publication-import", args=[body["id"]])).status_code == HTTPStatus.CONFLICT


@pytest.mark.usefixtures("long")
def test_the_api_reads_a_long_one_in_the_background(client_of: ClientOf, mine: Researcher) -> None:
    client = client_of(mine)
    body = {"text": BIBTEX, "preview": True}
    made = client.post(reverse("api-publication-imports"), body, "application/json")
    assert (made.status_code, made.json()["state"]) == (HTTPStatus.ACCEPTED, "queued")
    execute_import(made.json()["id"], worker="a")
    read = client.get(reverse("api-publication-import", args=[made.json()["id"]])).json()
    assert (read["state"], len(read["plan"])) == ("read", 3)
