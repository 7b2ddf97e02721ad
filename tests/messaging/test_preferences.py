"""A person chooses which mails they get: on the page, over the API, and from the mail itself without signing in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.core import mail, signing
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from exchange.messaging.enums import Category, Delivery, OutboxState
from exchange.messaging.models import NotificationPreference, OutboxMessage
from exchange.messaging.selectors.links import (
    UNSUBSCRIBE_SALT,
    Subscription,
    read_unsubscribe,
    undo_token,
    unsubscribe_url,
)
from exchange.messaging.selectors.messages import deliveries_of
from exchange.messaging.services import choose_deliveries, deliver, queue_message
from exchange.people.models import Researcher, User
from exchange.people.services.account import erase_account, export_account

ClientOf = Callable[[User | Researcher], Client]
ALL_AT_ONCE = {"introduction": "immediate", "suggestion": "immediate", "call": "immediate", "proposal": "immediate"}

pytestmark = pytest.mark.django_db


def path_of(user: User, category: Category) -> str:
    return unsubscribe_url(user, category).removeprefix("http://127.0.0.1:8000")


def send(user: User, category: Category) -> mail.EmailMultiAlternatives:
    queued = queue_message(
        user, category=category, key="one", template="introduction", context={"introduction_id": 1, "message": ""}
    )
    assert queued is not None
    assert deliver(queued.pk)
    sent = mail.outbox[-1]
    assert isinstance(sent, mail.EmailMultiAlternatives)
    return sent


def test_the_page_keeps_every_choice(client_of: ClientOf, outsider: User) -> None:
    chosen = {**ALL_AT_ONCE, "suggestion": "weekly", "call": "off"}
    answer = client_of(outsider).post(reverse("notifications"), chosen)
    assert answer.headers["Location"] == reverse("notifications")
    assert deliveries_of(outsider) == chosen


def test_the_page_names_what_is_wrong_and_keeps_nothing(client_of: ClientOf, outsider: User) -> None:
    answer = client_of(outsider).post(reverse("notifications"), {**ALL_AT_ONCE, "call": "hourly"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (HTTPStatus.UNPROCESSABLE_ENTITY, ["call"])
    assert deliveries_of(outsider) == ALL_AT_ONCE


def test_account_mail_is_not_a_choice(outsider: User) -> None:
    with pytest.raises(ValidationError):
        choose_deliveries(outsider, deliveries={Category.ACCOUNT: Delivery.OFF})


def test_the_api_reads_and_changes_them(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    url = reverse("api-notifications")
    assert client.get(url).json() == ALL_AT_ONCE
    answer = client.patch(url, {"proposal": "weekly"}, content_type="application/json")
    assert answer.json() == {**ALL_AT_ONCE, "proposal": "weekly"}
    refused = client.patch(url, {"proposal": "never"}, content_type="application/json")
    assert (refused.status_code, list(refused.json())) == (HTTPStatus.BAD_REQUEST, ["proposal"])


def test_every_mail_carries_the_way_out(outsider: User) -> None:
    sent = send(outsider, Category.INTRODUCTION)
    url = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (str(sent.body).count(url), str(sent.alternatives[0][0]).count(f'href="{url}"')) == (1, 1)
    assert read_unsubscribe(url.split("/")[-2]) == Subscription(outsider, Category.INTRODUCTION)


def test_account_mail_has_none(outsider: User) -> None:
    sent = send(outsider, Category.ACCOUNT)
    assert (sent.extra_headers, str(sent.body).count("unsubscribe")) == ({}, 0)


def test_looking_changes_nothing(client: Client, outsider: User) -> None:
    answer = client.get(path_of(outsider, Category.CALL))
    assert (answer.status_code, answer.headers["Cache-Control"].split(",")[0]) == (HTTPStatus.OK, "max-age=0")
    assert deliveries_of(outsider) == ALL_AT_ONCE


def test_the_mail_program_unsubscribes_with_one_request_and_twice_is_once(outsider: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = strict.post(path_of(outsider, Category.CALL), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == HTTPStatus.OK
    assert deliveries_of(outsider) == {**ALL_AT_ONCE, "call": "off"}


def test_the_way_back_restores_what_was_and_needs_the_page(outsider: User) -> None:
    choose_deliveries(outsider, deliveries={"call": "weekly", "proposal": "weekly"})
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(path_of(outsider, Category.DIGEST))
    assert deliveries_of(outsider) == {**ALL_AT_ONCE, "call": "off", "proposal": "off"}
    token = page.context["undo"]
    assert strict.post(reverse("unsubscribe-undo"), {"token": token}).status_code == HTTPStatus.FORBIDDEN
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert csrf is not None
    body = {"token": token, "csrfmiddlewaretoken": csrf[1]}
    assert strict.post(reverse("unsubscribe-undo"), body).status_code == HTTPStatus.OK
    assert deliveries_of(outsider) == {**ALL_AT_ONCE, "call": "weekly", "proposal": "weekly"}


@pytest.mark.parametrize(("seconds", "status"), [(24 * 3600, HTTPStatus.OK), (24 * 3600 + 1, HTTPStatus.NOT_FOUND)])
def test_the_way_back_is_open_for_a_day(client: Client, outsider: User, seconds: int, status: HTTPStatus) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 9, tzinfo=UTC), tick=False) as clock:
        token = undo_token(outsider, {"call": "weekly"})
        clock.shift(seconds)
        assert client.post(reverse("unsubscribe-undo"), {"token": token}).status_code == status
    assert deliveries_of(outsider)["call"] == ("weekly" if status == HTTPStatus.OK else "immediate")


def test_a_forged_or_orphaned_link_changes_nothing(client: Client, outsider: User) -> None:
    good = path_of(outsider, Category.CALL)
    for bad in (good[:-3] + "x/", reverse("unsubscribe", args=[undo_token(outsider, {})])):
        assert client.post(bad).status_code == HTTPStatus.NOT_FOUND
    assert client.post(reverse("unsubscribe-undo"), {"token": "x"}).status_code == HTTPStatus.NOT_FOUND
    assert deliveries_of(outsider) == ALL_AT_ONCE
    erase_account(outsider, by=outsider)
    assert client.post(good).status_code == HTTPStatus.NOT_FOUND


def test_a_link_acts_for_whom_it_was_written_and_nobody_else(client: Client, staff: User, outsider: User) -> None:
    """Whoever else there is, before and after them, and whoever opens it."""
    last = User.objects.create_user("zoe@example.org")
    everybody = (staff, outsider, last)
    for user in everybody:
        client.force_login(staff)
        page = client.post(path_of(user, Category.CALL))
        assert [deliveries_of(one)["call"] for one in everybody] == [
            "off" if one == user else "immediate" for one in everybody
        ]
        client.post(reverse("unsubscribe-undo"), {"token": page.context["undo"]})
        assert [deliveries_of(one)["call"] for one in everybody] == ["immediate"] * 3


@pytest.mark.parametrize("category", ["account", "everything", ""])
def test_no_signature_stops_what_is_not_a_choice(client: Client, outsider: User, category: str) -> None:
    token = signing.dumps([str(outsider.public_id), category], salt=UNSUBSCRIBE_SALT)
    assert client.post(reverse("unsubscribe", args=[token])).status_code == HTTPStatus.NOT_FOUND
    undo = undo_token(outsider, {category: "off"})
    assert client.post(reverse("unsubscribe-undo"), {"token": undo}).status_code == HTTPStatus.NOT_FOUND
    assert not NotificationPreference.objects.exists()


def test_who_has_stopped_it_reads_so_and_comes_back_from_there(client: Client, outsider: User) -> None:
    """The second click leads back to what was before the first."""
    link = path_of(outsider, Category.CALL)
    client.post(link)
    for page in (client.post(link), client.get(link)):
        assert page.templates[0].name == "messaging/unsubscribe_stopped.html"
        client.post(reverse("unsubscribe-undo"), {"token": page.context["undo"]})
        assert deliveries_of(outsider) == ALL_AT_ONCE
        client.post(link)
    digest = client.get(path_of(outsider, Category.DIGEST))
    assert (digest.templates[0].name, digest.context["undo"]) == ("messaging/unsubscribe_stopped.html", "")


def test_there_is_no_link_for_account_mail(outsider: User) -> None:
    assert unsubscribe_url(outsider, Category.ACCOUNT) == ""
    assert read_unsubscribe("nonsense") is None


def test_the_page_speaks_the_language_of_the_mail(outsider: User) -> None:
    outsider.language = "ko"
    outsider.save()
    answer = Client().get(path_of(outsider, Category.CALL))
    assert answer.content.decode().count("이 종류의 메일을 그만 받을까요?") == 1
    assert translation.get_language() == "en"


def test_a_language_that_was_chosen_in_the_browser_goes_before(client: Client, outsider: User, settings: Any) -> None:
    outsider.language = "ko"
    outsider.save()
    link, english = path_of(outsider, Category.CALL), "Stop emails of this kind?"

    def is_english() -> bool:
        return english in client.get(link).content.decode()

    assert is_english() is False
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert is_english() is True


def test_what_waits_when_it_is_switched_off_is_not_sent(outsider: User) -> None:
    queued = queue_message(
        outsider, category=Category.CALL, key="one", template="introduction", context={"introduction_id": 1}
    )
    assert queued is not None
    other = OutboxMessage.objects.create(category=Category.CALL, key="other", address="a@example.org")
    choose_deliveries(outsider, deliveries={"call": "off"})
    assert deliver(queued.pk) is False
    queued.refresh_from_db()
    other.refresh_from_db()
    assert (queued.state, other.state, mail.outbox) == (OutboxState.SKIPPED, OutboxState.QUEUED, [])


def test_a_choice_is_ones_own_and_noted_once(outsider: User, staff: User) -> None:
    for _time in range(2):
        choose_deliveries(staff, deliveries={"call": "off"})
    choose_deliveries(outsider, deliveries={"call": "weekly"})
    assert [deliveries_of(user)["call"] for user in (staff, outsider)] == ["off", "weekly"]
    history = NotificationPreference.pgh_event_model.objects.order_by("pgh_id")
    assert list(history.values_list("user", "delivery")) == [(staff.pk, "off"), (outsider.pk, "weekly")]


def test_an_erasure_takes_along_what_was_written_to_the_address_and_nothing_of_others(
    korean_researcher: Researcher, outsider: User
) -> None:
    addresses = {"early": "Minji@example.org", "other": "someone@example.org"}
    for key, address in addresses.items():
        OutboxMessage.objects.create(category=Category.PROPOSAL, key=key, address=address)
    OutboxMessage.objects.create(category=Category.PROPOSAL, key="theirs", user=outsider)
    assert korean_researcher.user is not None
    erase_account(korean_researcher.user, by=korean_researcher.user)
    assert set(OutboxMessage.objects.values_list("key", flat=True)) == {"other", "theirs"}


def test_the_export_holds_mails_and_choices(outsider: User, staff: User) -> None:
    send(outsider, Category.INTRODUCTION)
    OutboxMessage.objects.create(category=Category.PROPOSAL, key="theirs", user=staff)
    exported = export_account(outsider)["messaging"]
    assert exported["notifications"] == ALL_AT_ONCE
    assert [(row["category"], row["state"]) for row in exported["messages"]] == [("introduction", "sent")]
    assert OutboxMessage.objects.count() == 2
