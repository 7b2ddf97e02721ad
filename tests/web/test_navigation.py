"""What stands at the top of a page: which entry is the current one, and how much waits at each."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, reverse
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.selectors import worklist
from exchange.messaging.values.worklist import WorkItem
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.programmes.models import Agency, AgencyOfficer, Programme, ProgrammeManager
from exchange.programmes.urls.pages import urlpatterns as of_programmes
from exchange.proposals.urls.office import urlpatterns as of_office
from exchange.proposals.urls.submission import urlpatterns as of_submissions
from exchange.web.navigation import Header, account_entries, groups
from matching.urls.pages import urlpatterns as of_matching

ClientOf = Callable[[User | Researcher], Client]


def current(route: str, user: User | AnonymousUser) -> list[str]:
    request = RequestFactory().get(f"/{route}")
    request.user = user
    entries = [entry for group in groups(request, Counter()) for entry in group.entries]
    return [str(entry.label) for entry in (*entries, *account_entries(request, Counter())) if entry.is_current]


def office_routes() -> list[str]:
    """Every page of programmes, calls and their offices, as the configuration has them."""
    pairing = [one for one in of_matching if "/pairing/" in str(one.pattern)]
    patterns: list[URLPattern | URLResolver] = [*of_programmes, *of_office, *of_submissions, *pairing]
    return [str(one.pattern) for one in patterns]


def manager(**flags: bool) -> User:
    user = User(**flags)
    user.officer_side, user.is_manager = Side.KR, True
    return user


@pytest.mark.parametrize("route", office_routes())
def test_a_manager_stays_within_the_calls_on_every_page_of_them(route: str) -> None:
    assert current(route, manager()) == ["Calls"]


def test_an_applicant_s_own_proposals_are_theirs() -> None:
    routes = ("proposals/1/", "receipts/1/", "invitations/1/", "calls/1/apply/", "programmes/1/", "people/1/")
    assert [current(route, User()) for route in routes] == [
        ["Proposals"],
        ["Proposals"],
        ["Proposals"],
        ["Calls"],
        ["Calls"],
        ["People"],
    ]
    assert current("calls/1/", AnonymousUser()) == ["Calls"]


def test_the_pages_of_the_account_are_in_its_menu() -> None:
    routes = ("profile/edit/basics/", "account/preferences/", "admin/")
    staff = manager(is_staff=True)
    assert [current(route, user) for route in routes for user in (User(), staff)] == [
        ["My profile"],
        [],
        ["Settings"],
        ["Settings"],
        [],
        ["Administration"],
    ]


def shown(client: Client, name: str) -> Header:
    context = client.get(reverse(name)).context
    header: Header = context["header"] if "header" in context else context["site_header"]()
    return header


def counts(header: Header) -> dict[str, int]:
    entries = [entry for group in header.groups for entry in group.entries] + list(header.account)
    return {str(entry.label): entry.count for entry in entries if entry.count}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["home", "proposal-list", "call-list", "preferences"])
def test_every_page_counts_what_the_list_holds(
    client_of: ClientOf, korean_researcher: Researcher, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def waiting(_user: User) -> list[WorkItem]:
        named = {"kind": "thing", "label": "", "title": "", "act": "", "url": ""}
        pages = ("proposal-list", "profile", "proposal-list")
        return [WorkItem(**named, subject=str(number), entry=entry) for number, entry in enumerate(pages)]

    monkeypatch.setattr(worklist, "_sources", {})
    worklist.register(waiting, order=1)
    client = client_of(korean_researcher)
    header = shown(client, name)
    assert (header.waiting, counts(header)) == (3, {"Proposals": 2, "My profile": 1})
    assert (header.is_home, client.get(reverse(name)).content.decode().count('data-waiting="3"')) == (name == "home", 1)


@pytest.fixture
def both(korean_researcher: Researcher, iitp: Agency) -> Researcher:
    """A researcher who takes an office."""
    AgencyOfficer.objects.create(agency=iitp, user=korean_researcher.user)
    return korean_researcher


def make_manager(person: Researcher, programme: Programme) -> None:
    ProgrammeManager.objects.create(programme=programme, officer=AgencyOfficer.objects.get(user=person.user))


def offered(header: Header) -> list[list[str]]:
    return [[str(entry.label) for entry in group.entries] for group in header.groups]


@pytest.mark.django_db
def test_a_researcher_who_takes_an_office_has_the_pages_of_both(
    client_of: ClientOf, both: Researcher, programme: Programme
) -> None:
    client = client_of(both)
    directory, applying = ["People", "Confirmations", "Projects"], ["Calls", "Proposals"]
    assert offered(shown(client, "home")) == [["Suggestions", "Introductions"], applying, directory]
    make_manager(both, programme)
    header = shown(client_of(both), "home")
    assert offered(header) == [
        ["Suggestions", "Match review", "Introductions", "Runs"],
        applying,
        directory,
    ]
    assert [str(entry.label) for entry in header.account] == ["My profile", "Settings"]
    page = client_of(both).get(reverse("home")).content.decode()
    assert [page.count(words) for words in ("Matching at a glance", 'id="projects"', "masthead crowded")] == [1, 1, 1]
    assert client_of(both).get(reverse("preferences")).content.decode().count(f'href="{reverse("side")}"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize("has_profile", [True, False])
def test_the_bell_counts_nothing_that_no_page_of_the_reader_counts(
    client_of: ClientOf,
    korean_manager: User,
    both: Researcher,
    programme: Programme,
    monkeypatch: pytest.MonkeyPatch,
    has_profile: bool,
) -> None:
    make_manager(both, programme)
    named = {"kind": "thing", "label": "", "title": "", "act": "", "url": ""}
    pages = ("profile", "proposal-list", "suggestion-list", "review", "side-list", "call-list", "introduction-list")
    items = [WorkItem(**named, subject=page, entry=page) for page in pages]
    monkeypatch.setattr(worklist, "_sources", {})
    worklist.register(lambda _user: items, order=1)
    header = shown(client_of(both if has_profile else korean_manager), "call-list")
    assert (header.waiting, sum(counts(header).values()), len(counts(header))) == (7, 7, 7)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "act"), [("call-list", "proposal-list"), ("project-list", "project-create")], ids=["calls", "projects"]
)
def test_lists_offer_managers_no_act_of_researchers(
    client_of: ClientOf, korean_researcher: Researcher, korean_manager: User, name: str, act: str
) -> None:
    pages = [client_of(one).get(reverse(name)).content.decode() for one in (korean_researcher, korean_manager)]
    assert [f'class="button{kind}" href="{reverse(act)}"' in page for page in pages for kind in ("", " primary")] == {
        "call-list": [True, False, False, False],
        "project-list": [False, True, False, False],
    }[name]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 2])
def test_the_bell_is_read_aloud_with_what_it_shows(
    client_of: ClientOf, korean_researcher: Researcher, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    named = {"kind": "thing", "label": "", "title": "", "act": "", "url": "", "entry": "profile"}
    monkeypatch.setattr(worklist, "_sources", {})
    worklist.register(lambda _user: [WorkItem(**named, subject=str(number)) for number in range(count)], order=1)
    page = client_of(korean_researcher).get(reverse("call-list")).content.decode()
    read = " ".join(strip_tags(page.split('class="bell"')[1].split("</a>")[0]).split(">", 1)[1].split())
    assert read == ("Work list: 2 waiting" if count else "Work list: All done")


@pytest.mark.django_db
def test_the_header_of_a_visitor_counts_nothing(client: Client) -> None:
    header = shown(client, "call-list")
    assert (header.waiting, counts(header), header.account) == (0, {}, ())


@pytest.mark.django_db
def test_counting_costs_a_page_no_query_while_the_counts_are_kept(
    client_of: ClientOf, korean_researcher: Researcher, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(korean_researcher)
    client.get(reverse("home"))
    with django_assert_num_queries(3):  # the session, the account, and what the page itself asks for
        client.get(reverse("notifications"))
