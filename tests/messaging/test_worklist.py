"""The list of what waits: in order, each thing once, the same on the start page, in the counts and over the API."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.messaging.enums import Urgency
from exchange.messaging.selectors import worklist
from exchange.messaging.selectors.account import waiting_in_account
from exchange.messaging.selectors.worklist import Reader, cache_key, counts_of, worklist_of
from exchange.messaging.values.worklist import WorkItem, by_urgency, most_urgent_first
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import give_consent, withdraw_consent
from exchange.people.services.profile import set_visibility
from tests.cast import bearer

ClientOf = Callable[[User | Researcher], Client]
NOW = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("Asia/Seoul"))


def item(subject: str, due_at: datetime | None = None, *, kind: str = "thing", entry: str = "call-list") -> WorkItem:
    return WorkItem(
        kind=kind,
        subject=subject,
        label="A thing waits",
        title=f"Thing {subject}",
        act="Do",
        url=reverse("call-list"),
        entry=entry,
        due_at=due_at,
    )


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[WorkItem]:
    """What waits for everybody, in place of what the slices know."""
    items: list[WorkItem] = []
    monkeypatch.setattr(worklist, "_sources", {})
    worklist.register(lambda _user: iter(items), order=1)
    return items


def account_of(researcher: Researcher) -> User:
    """As a request reads it: nothing is remembered of it yet."""
    return User.objects.get(researcher=researcher)


def kinds(user: User) -> list[str]:
    return [one.kind for one in waiting_in_account(Reader(User.objects.get(pk=user.pk)))]


def test_what_was_due_first_comes_first_and_what_has_no_date_last() -> None:
    late, soon, later = (NOW + timedelta(days=days) for days in (-1, 2, 30))
    items = [item("1"), item("2", later), item("3", soon), item("4"), item("5", late), item("6", soon)]
    assert [one.subject for one in most_urgent_first(items)] == ["5", "3", "6", "2", "1", "4"]


def test_days_are_those_of_the_reader() -> None:
    due = datetime(2026, 3, 16, 16, tzinfo=UTC)  # 17 March, 01:00 in Korea
    eastern = NOW.astimezone(ZoneInfo("America/New_York"))  # still 9 March
    assert item("1", due).urgency(NOW) == Urgency.LATER
    assert item("1", due - timedelta(hours=2)).urgency(NOW) == Urgency.SOON
    assert item("1", due).urgency(eastern) == Urgency.LATER
    assert item("1", due - timedelta(hours=13)).urgency(eastern) == Urgency.SOON
    assert (item("1", NOW).urgency(NOW), item("1").urgency(NOW)) == (Urgency.OVERDUE, Urgency.UNDATED)


def test_a_group_without_items_is_left_out() -> None:
    items = most_urgent_first([item("1"), item("2", NOW - timedelta(days=1)), item("3", NOW - timedelta(days=2))])
    groups = [(group.urgency, [one.subject for one in group.items]) for group in by_urgency(items, NOW)]
    assert groups == [(Urgency.OVERDUE, ["3", "2"]), (Urgency.UNDATED, ["1"])]


@pytest.mark.django_db
def test_each_thing_stands_once_in_the_order_of_the_sources(outsider: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worklist, "_sources", {})

    def second(_user: User) -> list[WorkItem]:
        return [item("1", entry="profile"), item("2")]

    def first(_user: User) -> list[WorkItem]:
        return [item("1"), item("1", kind="other")]

    for order, source in ((2, second), (1, first), (1, first)):
        worklist.register(source, order=order)
    found = [(one.kind, one.subject, one.entry) for one in worklist_of(outsider)]
    assert found == [("thing", "1", "call-list"), ("other", "1", "call-list"), ("thing", "2", "call-list")]


@pytest.mark.django_db
def test_page_counts_and_api_are_of_one_list(
    client_of: ClientOf, korean_researcher: Researcher, waiting: list[WorkItem]
) -> None:
    client, user = client_of(korean_researcher), account_of(korean_researcher)
    assert counts_of(user) == Counter()
    waiting += [item("2"), item("1", NOW, entry="profile")]
    page, answer = client.get(reverse("home")), client.get(reverse("api-worklist")).json()
    shown = [one for group in page.context["groups"] for one in group.items]
    assert [one.subject for one in shown] == ["1", "2"]
    assert [(row["kind"], row["subject"], row["url"]) for row in answer["results"]] == [
        (one.kind, one.subject, one.url) for one in shown
    ]
    assert (answer["count"], page.context["count"], counts_of(user)) == (2, 2, Counter({"call-list": 1, "profile": 1}))


@pytest.mark.django_db
def test_the_api_tells_an_item_whole_and_in_pages(
    client_of: ClientOf, korean_researcher: Researcher, waiting: list[WorkItem]
) -> None:
    waiting += [item(f"{number:02}", NOW) for number in range(30)]
    client = client_of(korean_researcher)
    first = client.get(reverse("api-worklist")).json()
    assert (first["count"], len(first["results"])) == (30, 25)
    assert first["results"][0] == {
        "kind": "thing",
        "subject": "00",
        "label": "A thing waits",
        "title": "Thing 00",
        "detail": "",
        "act": "Do",
        "url": "/calls/",
        "due_at": "2026-03-10T12:00:00+09:00",
    }
    assert len(client.get(first["next"]).json()["results"]) == 5


@pytest.mark.django_db
def test_counts_are_kept_for_a_moment_and_the_own_acts_make_them_new(
    client_of: ClientOf, korean_researcher: Researcher, waiting: list[WorkItem]
) -> None:
    client, user = client_of(korean_researcher), account_of(korean_researcher)
    assert counts_of(user).total() == 0
    waiting.append(item("1"))
    client.get(reverse("profile"))
    assert counts_of(user).total() == 0
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert counts_of(user).total() == 1
    waiting.append(item("2"))
    Client().patch(reverse("api-notifications"), {}, content_type="application/json", headers=bearer(user))
    assert counts_of(user).total() == 2


@pytest.mark.django_db
def test_the_start_page_is_always_new_and_the_counts_follow_it(
    client_of: ClientOf, korean_researcher: Researcher, waiting: list[WorkItem]
) -> None:
    client, user = client_of(korean_researcher), account_of(korean_researcher)
    assert counts_of(user).total() == 0
    waiting.append(item("1"))
    assert client.get(reverse("home")).context["count"] == 1
    assert counts_of(user).total() == 1


@pytest.mark.django_db
def test_counts_need_no_query_while_they_are_kept(
    korean_researcher: Researcher, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = account_of(korean_researcher)
    counts_of(user)
    with django_assert_num_queries(0):
        counts_of(user)


@pytest.mark.django_db
def test_nobody_reads_another_ones_list(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    withdraw_consent(us_researcher, country=Side.KR)
    counts = [client_of(one).get(reverse("api-worklist")).json()["count"] for one in (korean_researcher, us_researcher)]
    assert (counts, cache_key(account_of(korean_researcher)) == cache_key(account_of(us_researcher))) == ([0, 1], False)
    assert Client().get(reverse("api-worklist")).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.django_db
def test_the_consent_waits_for_those_who_take_part_until_it_is_given(korean_researcher: Researcher) -> None:
    user = account_of(korean_researcher)
    found = [kinds(user)]
    withdraw_consent(korean_researcher, country=Side.US)
    found.append(kinds(user))
    set_visibility(korean_researcher, visibility=korean_researcher.visibility, is_listed=False)
    found.append(kinds(user))
    set_visibility(korean_researcher, visibility=korean_researcher.visibility, is_listed=True)
    notice = korean_researcher.consents.latest("pk").notice
    give_consent(korean_researcher, notice=notice, country=Side.US, language="ko")
    assert [*found, kinds(user)] == [[], ["consent"], [], []]


@pytest.mark.django_db
def test_an_address_waits_until_it_is_confirmed(us_manager: User) -> None:
    address = EmailAddress.objects.create(user=us_manager, email="other@example.org", verified=False)
    assert [one.title for one in waiting_in_account(Reader(us_manager))] == ["other@example.org"]
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert kinds(us_manager) == []


@pytest.mark.django_db
def test_a_profile_waits_for_applicants_who_have_none(
    outsider: User, us_manager: User, staff: User, korean_researcher: Researcher
) -> None:
    people = (outsider, us_manager, staff, account_of(korean_researcher))
    assert [kinds(user) for user in people] == [["profile"], [], [], []]


@pytest.mark.django_db
def test_what_of_the_account_waits_opens_to_its_owner(client_of: ClientOf, outsider: User) -> None:
    EmailAddress.objects.create(user=outsider, email="other@example.org", verified=False)
    client = client_of(outsider)
    found = {one.kind: client.get(one.url, follow=True).status_code for one in waiting_in_account(Reader(outsider))}
    assert found == {"address": HTTPStatus.OK, "profile": HTTPStatus.OK}


@pytest.mark.django_db
def test_the_account_is_asked_about_in_two_queries(
    korean_researcher: Researcher, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = account_of(korean_researcher)
    for number in (1, 3):
        for one in range(number):
            EmailAddress.objects.get_or_create(user=user, email=f"{number}-{one}@example.org", verified=False)
        user = account_of(korean_researcher)
        with django_assert_num_queries(2):
            list(waiting_in_account(Reader(user)))
