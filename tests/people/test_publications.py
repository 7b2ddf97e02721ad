"""Publications: merged with what is there, chosen and removed by their owner only."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.people.enums import PublicationSource
from exchange.people.models import Publication, Researcher, User
from exchange.people.selectors.search import fold
from exchange.people.services.publication_imports import import_bibliography
from exchange.people.services.publication_merging import merge_publications
from exchange.people.services.publications import choose_publications
from exchange.people.values.publications import TEXT_LIMIT, Item

ClientOf = Callable[[User | Researcher], Client]


def add(researcher: Researcher, *items: Item) -> tuple[int, int]:
    counts = merge_publications(researcher, items, source=PublicationSource.CSV)
    return counts.added, counts.merged


def test_the_same_work_is_merged_by_doi_and_by_title_and_year(korean_researcher: Researcher) -> None:
    assert add(korean_researcher, Item(title="Trust", year=2020, doi="10.1/a"), Item(title="Hope", year=2021)) == (2, 0)
    same = (
        Item(title="Trust, revised", year=2022, doi="10.1/a", venue="Robots"),
        Item(title=" HOPE!", year=2021, abstract="We hope.", doi="10.1/b"),
    )
    assert add(korean_researcher, *same) == (0, 2)
    assert add(korean_researcher, Item(title="Hope", year=2022)) == (1, 0)
    rows = korean_researcher.publications.values_list("title", "year", "doi", "venue", "abstract")
    assert list(rows) == [
        ("Hope", 2022, "", "", ""),
        ("Hope", 2021, "10.1/b", "", "We hope."),
        ("Trust", 2020, "10.1/a", "Robots", ""),
    ]


def test_one_file_may_name_a_work_twice(korean_researcher: Researcher) -> None:
    assert add(korean_researcher, Item(title="Trust"), Item(title="Trust"), Item(title="trust", doi="10.1/a")) == (1, 2)
    assert [row.doi for row in korean_researcher.publications.all()] == ["10.1/a"]


def test_two_dois_are_two_works_whatever_their_titles(korean_researcher: Researcher) -> None:
    first, second = Item(title="Editorial", year=2020, doi="10.1/a"), Item(title="Editorial", year=2020, doi="10.1/b")
    assert add(korean_researcher, first, second) == (2, 0)
    assert add(korean_researcher, second, first) == (0, 2)
    assert add(korean_researcher, Item(title="Editorial", year=2020)) == (0, 1)


@pytest.mark.parametrize("years", [(2020, None), (None, 2020)])
def test_a_work_without_its_year_is_the_one_with_it(
    korean_researcher: Researcher, years: tuple[int | None, int | None]
) -> None:
    assert [add(korean_researcher, Item(title="Trust", year=year)) for year in years] == [(1, 0), (0, 1)]
    assert [row.year for row in korean_researcher.publications.all()] == [2020]


def test_the_same_year_is_preferred_to_an_unknown_one(korean_researcher: Researcher) -> None:
    add(korean_researcher, Item(title="Trust", doi="10.1/a"), Item(title="Trust", year=2020, doi="10.1/b"))
    assert add(korean_researcher, Item(title="Trust", year=2020, venue="Robots")) == (0, 1)
    assert korean_researcher.publications.get(venue="Robots").doi == "10.1/b"
    assert add(korean_researcher, Item(title="Trust", venue="Nature")) == (0, 1)
    assert korean_researcher.publications.get(venue="Nature").doi == "10.1/a"


def test_a_doi_that_was_just_learnt_finds_the_work(korean_researcher: Researcher) -> None:
    add(korean_researcher, Item(title="Trust"))
    assert add(korean_researcher, Item(title="Trust", doi="10.1/a"), Item(title="Revised", doi="10.1/a")) == (0, 2)


def test_a_choice_survives_the_next_import(client_of: ClientOf, korean_researcher: Researcher) -> None:
    text = "title,year\nTrust,2020\nHope,2021\n"
    import_bibliography(korean_researcher, text=text)
    trust = korean_researcher.publications.get(title="Trust")
    client_of(korean_researcher).post(reverse("publication-choose"), {"chosen": [trust.pk, "²", "9" * 5000]})
    import_bibliography(korean_researcher, text=text)
    rows = korean_researcher.publications.values_list("title", "is_representative")
    assert list(rows) == [("Hope", False), ("Trust", True)]


def test_enter_saves_the_choice_and_removes_nothing(client_of: ClientOf, korean_researcher: Researcher) -> None:
    add(korean_researcher, Item(title="Trust"))
    page = client_of(korean_researcher).get(reverse("publication-list")).content.decode()
    form = page[page.index(f'action="{reverse("publication-choose")}"') :]
    assert re.findall(r'<button[^>]* name="(\w+)"', form)[:2] == ["save", "remove"]


def test_whoever_has_chosen_gets_new_ones_unticked(korean_researcher: Researcher) -> None:
    add(korean_researcher, Item(title="Trust"), Item(title="Hope"))
    choose_publications(korean_researcher, chosen=[korean_researcher.publications.get(title="Trust").pk])
    add(korean_researcher, Item(title="Love"))
    rows = korean_researcher.publications.values_list("title", "is_representative")
    assert list(rows) == [("Hope", False), ("Love", False), ("Trust", True)]


def test_an_import_that_brings_nothing_new_writes_nothing(korean_researcher: Researcher) -> None:
    def written() -> tuple[int, int]:
        events = (apps.get_model("people", name).objects.count() for name in ("PublicationEvent", "ResearcherEvent"))
        return tuple(events)  # type: ignore[return-value]

    add(korean_researcher, Item(title="Trust", doi="10.1/a"), Item(title="Hope"))
    before = written()
    assert add(korean_researcher, Item(title="Trust", doi="10.1/a"), Item(title="Hope")) == (0, 2)
    assert written() == before
    assert add(korean_researcher, Item(title="Trust", venue="Robots"), Item(title="Hope")) == (0, 2)
    assert written() == (before[0] + 1, before[1] + 1)


def test_broken_text_stays_on_the_page(client_of: ClientOf, korean_researcher: Researcher) -> None:
    typed = "Open and unfinished, of no format"
    answer = client_of(korean_researcher).post(reverse("publication-import"), {"text": typed})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.content.decode().count(typed) == 1
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"x" * (TEXT_LIMIT + 1)], ids=["not text", "empty", "large"])
def test_an_unusable_file_is_refused(client_of: ClientOf, korean_researcher: Researcher, content: bytes) -> None:
    data = {"file": SimpleUploadedFile("mine.csv", content)}
    answer = client_of(korean_researcher).post(reverse("publication-import"), data)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_only_ones_own_are_removed_and_chosen(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    add(korean_researcher, Item(title="Mine"))
    add(us_researcher, Item(title="Theirs"))
    theirs = us_researcher.publications.get()
    client = client_of(korean_researcher)
    client.post(reverse("publication-choose"), {"remove": theirs.pk})
    client.post(reverse("publication-choose"), {"chosen": []})
    rows = Publication.objects.order_by("title").values_list("title", "is_representative")
    assert list(rows) == [("Mine", False), ("Theirs", True)]
    client.post(reverse("publication-choose"), {"remove": korean_researcher.publications.get().pk})
    assert [row.title for row in Publication.objects.all()] == ["Theirs"]


def test_removing_one_keeps_the_ticks_of_the_others(client_of: ClientOf, korean_researcher: Researcher) -> None:
    for title in ("Kept", "Unticked", "Removed"):
        add(korean_researcher, Item(title=title))
    keys = dict(korean_researcher.publications.values_list("title", "pk"))
    sent = {"shown": list(keys.values()), "chosen": [keys["Kept"]], "remove": keys["Removed"]}
    client_of(korean_researcher).post(reverse("publication-choose"), sent)
    rows = korean_researcher.publications.order_by("title").values_list("title", "is_representative")
    assert list(rows) == [("Kept", True), ("Unticked", False)]


ENTRY = {"title": "Trust", "authors": "Han, Minji\r\n\r\nRivers, Alex ", "year": "2021", "doi": "doi:10.1000/ABC"}


def test_one_is_entered_and_changed_by_hand(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    client.post(reverse("publication-add"), ENTRY | {"is_representative": "on"})
    row = Publication.objects.get()
    assert (row.title, row.authors, row.year) == ("Trust", ["Han, Minji", "Rivers, Alex"], 2021)
    assert (row.doi, row.folded_title, row.source, row.is_representative) == ("10.1000/abc", "trust", "manual", True)
    address = reverse("publication-edit", args=[row.pk])
    assert client.get(address).content.decode().count("Rivers, Alex") == 1
    assert client.post(address, ENTRY | {"title": "Hope"}).headers["Location"] == reverse("publication-list")
    row.refresh_from_db()
    assert (row.title, row.folded_title, row.is_representative) == ("Hope", "hope", False)


def test_by_hand_a_work_is_not_doubled_without_its_doi(client_of: ClientOf, korean_researcher: Researcher) -> None:
    add(korean_researcher, Item(title="Trust", year=2021, doi="10.1/a"))
    client, address = client_of(korean_researcher), reverse("publication-add")
    answers = [client.post(address, ENTRY | {"doi": doi}).status_code for doi in ("", "10.1000/other")]
    assert answers == [HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.FOUND]


@pytest.mark.parametrize(
    "change",
    [{"title": ""}, {"title": "T\x00"}, {"year": "99999"}, {"doi": "none"}, {"title": "Hope", "doi": "", "year": ""}],
    ids=["no title", "NUL", "year", "no DOI", "there already"],
)
def test_a_bad_entry_comes_back_as_typed(
    client_of: ClientOf, korean_researcher: Researcher, change: dict[str, str]
) -> None:
    add(korean_researcher, Item(title="Hope"))
    answer = client_of(korean_researcher).post(reverse("publication-add"), ENTRY | change)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.content.decode().count("Han, Minji") == 1
    assert Publication.objects.count() == 1


def test_only_the_owner_edits(client_of: ClientOf, us_researcher: Researcher, korean_researcher: Researcher) -> None:
    add(us_researcher, Item(title="Theirs"))
    theirs = us_researcher.publications.get()
    client = client_of(korean_researcher)
    page, api = (reverse(name, args=[theirs.pk]) for name in ("publication-edit", "api-publication"))
    answers = [client.post(page, ENTRY), client.get(api), client.delete(api), client.patch(api, {})]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 4
    assert us_researcher.publications.get().title == "Theirs"


def test_a_page_chooses_among_what_it_shows(client_of: ClientOf, korean_researcher: Researcher) -> None:
    add(korean_researcher, Item(title="Trust"), Item(title="Hope"), Item(title="Love"))
    trust, hope = (korean_researcher.publications.get(title=title).pk for title in ("Trust", "Hope"))
    client = client_of(korean_researcher)
    client.post(reverse("publication-choose"), {"shown": [trust, hope], "chosen": [hope], "page": "1"})
    rows = korean_researcher.publications.values_list("title", "is_representative")
    assert list(rows) == [("Hope", True), ("Love", True), ("Trust", False)]
    client.post(reverse("publication-choose"), {"none": "1", "shown": [trust], "chosen": [trust]})
    assert korean_researcher.publications.filter(is_representative=True).count() == 0


def test_the_api_enters_changes_chooses_and_removes(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    data = {"title": "Trust", "authors": ["Han"], "doi": "https://doi.org/10.1000/ABC"}
    made = client.post(reverse("api-publications"), data, content_type="application/json")
    assert (made.status_code, made.json()["doi"]) == (HTTPStatus.CREATED, "10.1000/abc")
    again = client.post(reverse("api-publications"), data, content_type="application/json")
    assert again.status_code == HTTPStatus.BAD_REQUEST
    one = reverse("api-publication", args=[made.json()["id"]])
    changed = client.patch(one, {"year": 2021}, content_type="application/json").json()
    assert (changed["year"], changed["title"]) == (2021, "Trust")
    add(korean_researcher, Item(title="Hope"))
    chosen = [korean_researcher.publications.get(title="Hope").pk, 10**18]
    put = client.put(reverse("api-publication-choice"), {"publications": chosen}, content_type="application/json")
    assert put.json() == {"publications": chosen[:1]}
    assert client.delete(one).status_code == HTTPStatus.NO_CONTENT
    rows = client.get(reverse("api-publications")).json()["results"]
    assert [(row["title"], row["is_representative"]) for row in rows] == [("Hope", True)]


def test_what_an_administrator_corrects_is_read_again_for_its_owner_alone(
    client_of: ClientOf, staff: User, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    add(korean_researcher, Item(title="Trust, measured", year=2020))
    paper = Publication.objects.get()
    page, client, before = reverse("admin:people_publication_change", args=[paper.pk]), client_of(staff), timezone.now()
    form = client.get(page).context["adminform"].form
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
    assert client.post(page, {**sent, "title": "Trust, Counted"}).status_code == 302
    paper.refresh_from_db()
    assert (paper.title, paper.folded_title) == ("Trust, Counted", fold("Trust, Counted"))
    assert list(Researcher.objects.filter(changed_at__gt=before)) == [korean_researcher]
