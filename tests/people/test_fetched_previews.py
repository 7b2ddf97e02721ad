"""What a public source has is shown before anything is stored, as of a bibliography, and then brought as it was shown."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from exchange.jobs import services as jobs
from exchange.people.clients.fetching import FetchFailed
from exchange.people.enums import ImportFailure, PublicationSource, RefusalReason
from exchange.people.models import PublicationImport, Researcher, User
from exchange.people.services import publication_imports
from exchange.people.services.publication_imports import (
    NothingToConfirmError,
    confirm_import,
    execute_import,
    preview_bibliography,
    preview_source,
)
from exchange.people.services.publication_merging import merge_publications
from exchange.people.values.publications import Bibliography, Item, Refusal

ClientOf = Callable[[User | Researcher], Client]
ORCID = "0000-0002-1825-0097"
HOPE = Item(title="Hope", abstract="희망", year=2021, venue="J", authors=("Han, Minji", "한가람"), doi="10.1000/h")
FOUND = Bibliography([Item(title="Trust", year=2020), HOPE], [Refusal("10.1000/x", RefusalReason.UNKNOWN_DOI)], 3)


@pytest.fixture(autouse=True)
def _source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: None)
    monkeypatch.setattr(publication_imports, "fetch", lambda *_arguments, **_options: FOUND)


@pytest.fixture
def mine(korean_researcher: Researcher) -> Researcher:
    merge_publications(korean_researcher, [Item(title="Trust", year=2020)], source=PublicationSource.CSV)
    return korean_researcher


@pytest.fixture
def read(mine: Researcher) -> PublicationImport:
    """Fetched, and not confirmed."""
    job = preview_source(mine, source=PublicationSource.ORCID, text=ORCID)
    assert execute_import(job.pk, worker="a")
    job.refresh_from_db()
    return job


def titles(researcher: Researcher) -> list[str]:
    return [row.title for row in researcher.publications.order_by("title")]


def words(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def told(job: PublicationImport) -> tuple[str, int, int, int, int, int]:
    job.refresh_from_db()
    return job.state, job.found, job.added, job.merged, len(job.rejected), job.left_out


def test_nothing_is_stored_before_it_is_confirmed(read: PublicationImport, mine: Researcher) -> None:
    assert (told(read), titles(mine)) == (("read", 3, 1, 1, 1, 3), ["Trust"])
    assert read.plan == [["Trust", 2020, "Trust", "", ""], ["Hope", 2021, None, "J", "10.1000/h"]]


def test_what_is_confirmed_is_what_was_shown(
    read: PublicationImport, mine: Researcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source may have something else by then, or be away."""

    def away(*_arguments: object, **_options: object) -> None:
        raise FetchFailed(ImportFailure.UNREACHABLE)

    monkeypatch.setattr(publication_imports, "fetch", away)
    done = confirm_import(read)
    assert (told(done), titles(mine)) == (("done", 3, 1, 1, 1, 3), ["Hope", "Trust"])
    hope = mine.publications.get(title="Hope")
    assert [getattr(hope, name) for name in ("abstract", "year", "venue", "doi")] == ["희망", 2021, "J", "10.1000/h"]
    assert hope.authors == list(HOPE.authors)
    assert (hope.source, done.payload, done.plan) == (PublicationSource.ORCID, ORCID, [])
    with pytest.raises(NothingToConfirmError):
        confirm_import(done)


def test_a_preview_of_each_kind_waits_for_itself(read: PublicationImport, mine: Researcher) -> None:
    bibliography = preview_bibliography(mine, text="title\nLove\n")
    assert set(PublicationImport.objects.all()) == {read, bibliography}
    again = preview_source(mine, source=PublicationSource.DOI, text="10.1000/a")
    assert set(PublicationImport.objects.all()) == {again, bibliography}


def test_the_page_shows_it_where_it_was_asked_for(client_of: ClientOf, mine: Researcher) -> None:
    client, address = client_of(mine), reverse("publication-list")
    asked = client.post(reverse("publication-fetch"), {"fetch-source": "orcid", "fetch-text": ORCID})
    assert asked.headers["Location"] == f"{address}#fetch"
    job = PublicationImport.objects.get()
    execute_import(job.pk, worker="a")
    page = client.get(address)
    section = page.content.decode().partition('id="fetch"')[2].partition("</section>")[0]
    assert section.count("Nothing is stored yet.") == 1
    assert words(page).count("What was fetched waits for your confirmation.") == 1
    assert words(page).count("1 new, 1 in your list already, 1 that cannot be used.") == 1
    assert words(page).count("Hope J, 2021 doi:10.1000/h") == section.count('href="https://doi.org/10.1000/h"') == 1
    confirm = reverse("publication-import-confirm", args=[job.pk])
    assert client.post(confirm, {"confirm": "1"}).headers["Location"] == f"{address}#fetch"
    assert titles(mine) == ["Hope", "Trust"]


def test_what_was_fetched_can_be_discarded(client_of: ClientOf, read: PublicationImport, mine: Researcher) -> None:
    client_of(mine).post(reverse("publication-import-confirm", args=[read.pk]), {"discard": "1"})
    assert (titles(mine), PublicationImport.objects.count()) == (["Trust"], 0)


def test_the_api_previews_where_it_is_asked_to(client_of: ClientOf, mine: Researcher) -> None:
    client = client_of(mine)
    body = {"source": "orcid", "text": ORCID, "preview": True}
    made = client.post(reverse("api-publication-imports"), body, "application/json")
    assert made.status_code == HTTPStatus.ACCEPTED
    execute_import(made.json()["id"], worker="a")
    shown = client.get(reverse("api-publication-import", args=[made.json()["id"]])).json()
    assert (shown["state"], shown["added"], titles(mine)) == ("read", 1, ["Trust"])
    hope = {"title": "Hope", "year": 2021, "venue": "J", "doi": "10.1000/h", "merged_with": None}
    assert shown["plan"][1] == hope
    confirmed = client.post(reverse("api-publication-import-confirm", args=[made.json()["id"]]))
    assert (confirmed.status_code, titles(mine)) == (HTTPStatus.CREATED, ["Hope", "Trust"])


def test_a_preview_from_before_has_neither_venue_nor_doi(client_of: ClientOf, read: PublicationImport) -> None:
    PublicationImport.objects.update(plan=[["Trust", 2020, "Trust"], ["Hope", None, None]])
    client = client_of(read.researcher)
    section = client.get(reverse("publication-list")).content.decode().partition('id="fetch"')[2]
    assert (section.count(">Hope<"), "doi:" in section.partition("</section>")[0]) == (1, False)
    shown = client.get(reverse("api-publication-import", args=[read.pk])).json()
    assert [(row["title"], row["venue"], row["doi"]) for row in shown["plan"]] == [("Trust", "", ""), ("Hope", "", "")]


@pytest.mark.parametrize(("language", "said"), [("en", "An entry without a name"), ("ko", "이름을 알 수 없는 항목")])
def test_what_has_no_name_is_called_so_in_the_readers_language(
    client_of: ClientOf, read: PublicationImport, language: str, said: str
) -> None:
    PublicationImport.objects.update(rejected=[["?", "unreadable", None]])
    client, headers = client_of(read.researcher), {"accept-language": language}
    assert words(client.get(reverse("publication-list"), headers=headers)).count(f"{said} :") == 1
    shown = client.get(reverse("api-publication-import", args=[read.pk]), headers=headers).json()
    assert [row["entry"] for row in shown["rejected"]] == [said]
