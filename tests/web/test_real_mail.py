"""Mail through a real conversation: TLS, the password, who is refused, and what operators and people are told."""

import gc
import logging
import socket
import warnings
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exchange.messaging.enums import Category, OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import deliver
from exchange.people.models import User
from exchange.web.models import Installation
from tests.cast import consenting
from tests.embedded.waiting import free_port
from tests.web.smtp import NOBODY, Post

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


def _tried(client: Client, address: str = "op@agency.example") -> str:
    """What the page of the test mail says; empty where the mail was taken."""
    answer = client.post(reverse("setup-mail"), {"address": address})
    return "" if answer.status_code == 302 else " ".join(answer.context["form"].non_field_errors())


def test_a_test_mail_goes_through_tls_and_the_password(post: Post, client_of: ClientOf, staff: User) -> None:
    assert _tried(client_of(staff)) == ""
    ((is_secret, envelope),) = post.taken
    assert (is_secret, envelope.rcpt_tos) == (True, ["op@agency.example"])
    assert Installation.objects.get().mail_tested_at is not None


def test_mails_that_are_kept_in_a_folder_are_said_to_be_there(
    client_of: ClientOf, staff: User, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.filebased.EmailBackend", None
    settings.EMAIL_FILE_PATH = str(tmp_path)
    answer = client_of(staff).post(reverse("setup-mail"), {"address": "op@agency.example"}, follow=True)
    assert f"{tmp_path} took the mail to op@agency.example." in answer.content.decode()


def _wrong_password(settings: Settings) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"


def _nobody_there(settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()


def _no_tls(settings: Settings) -> None:
    settings.EMAIL_USE_TLS = False


def _tls_at_once(settings: Settings) -> None:
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = False, True


def _not_trusted(settings: Settings) -> None:
    settings.EMAIL_HOST = "localhost"  # of which the certificate does not speak


def _unknown_host(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.invalid"


WRONG: list[tuple[Callable[[Settings], None], str]] = [
    (_wrong_password, "refuses the user name or the password in EMAIL_URL. It says: 535 5.7.8"),
    (_nobody_there, "Nothing answers at"),
    (_no_tls, "does not offer what EMAIL_URL asks for"),
    (_tls_at_once, "smtp+tls and smtp+ssl may be mixed up"),
    (_not_trusted, "its certificate is bad"),
    (_unknown_host, "is not known: look at EMAIL_URL"),
]


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_what_is_wrong_is_told_in_words_to_operators_and_in_the_log(
    post: Post,
    client_of: ClientOf,
    staff: User,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    change: Callable[[Settings], None],
    words: str,
) -> None:
    change(settings)
    assert words in _tried(client_of(staff))
    message = _letter("op@agency.example")
    assert deliver(message.pk) is False
    message.refresh_from_db()
    assert (words in message.error, message.state, post.taken) == (True, OutboxState.QUEUED, [])
    assert [words in line for line in _logged(caplog)] == [True]


def _logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Of the product itself, each in one line."""
    records = [record for record in caplog.records if record.name.startswith("exchange.")]
    assert [record.exc_info for record in records] == [None] * len(records)
    return [record.getMessage() for record in records if record.levelno >= logging.WARNING]


def _letter(address: str) -> OutboxMessage:
    texts = {"language": "ko", "subject": "Mail", "body_text": "Text."}
    return OutboxMessage.objects.create(address=address, key=address, category=Category.ACCOUNT, **texts)


def test_who_is_refused_is_named_and_holds_up_nobody(post: Post, client_of: ClientOf, staff: User) -> None:
    assert "does not take mail for this address. It says: 550 5.1.1 No such user" in _tried(client_of(staff), NOBODY)
    refused, taken = _letter(NOBODY), _letter("op@agency.example")
    assert [deliver(refused.pk), deliver(taken.pk)] == [False, True]
    refused.refresh_from_db()
    assert refused.error.endswith("550 5.1.1 No such user")
    assert len(post.taken) == 1


def test_a_server_that_says_nothing_is_given_up(
    post: Post, client_of: ClientOf, staff: User, settings: Settings
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 1
        assert "does not answer in time" in _tried(client_of(staff))


def _sign_up(client: Client) -> str:
    answers = {"email": "new@example.org", "password1": "correct horse battery", "password2": "correct horse battery"}
    return client.post(reverse("account_signup"), {**answers, **consenting()}, follow=True).content.decode()


def test_signing_up_goes_through_it(post: Post, client: Client) -> None:
    page = _sign_up(client)
    assert ("could not send" in page, "Confirmation" in page or "new@example.org" in page) == (False, True)
    ((is_secret, envelope),) = post.taken
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert (is_secret, mail["To"]) == (True, "new@example.org")
    assert "/accounts/confirm-email/" in mail.get_body().get_content()


def test_whoever_waits_for_a_mail_that_cannot_go_is_told(
    post: Post, client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """The account is there, and signing in sends the mail again."""
    settings.EMAIL_PORT = free_port()
    page = _sign_up(client)
    assert ("We could not send the mail just now" in page, "new@example.org" in page) == (True, False)
    assert User.objects.filter(email="new@example.org").exists()
    reset = client.post(reverse("account_reset_password"), {"email": "new@example.org"}, follow=True)
    assert "We could not send the mail just now" in reset.content.decode()
    assert ["Nothing answers" in line for line in _logged(caplog)] == [True] * 2


def test_a_mail_of_signing_up_leaves_no_connection_open_when_the_password_is_wrong(
    post: Post, client: Client, settings: Settings
) -> None:
    _wrong_password(settings)
    gc.collect()
    with warnings.catch_warnings(record=True) as left:
        warnings.simplefilter("always", ResourceWarning)
        assert "We could not send the mail just now" in _sign_up(client)
        gc.collect()
    assert [str(one.message) for one in left] == []
