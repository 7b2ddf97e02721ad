"""What a stranger can try at the sign-in, the sign-up and the reset."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exchange.people.models import Researcher, User
from tests.cast import consenting, make_account, shown_again

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]
PASSWORD = "correct horse battery"
NEW = {"password1": PASSWORD, "password2": PASSWORD}
ELSEWHERE = "evil.example.net"


@pytest.fixture
def any_host(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://gyoryu.example.org"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each password that is hashed, which is what takes time."""
    seen: list[str] = []
    encode = MD5PasswordHasher.encode

    def noting(self: MD5PasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", noting)
    return seen


@pytest.mark.parametrize(
    ("page", "to"),
    [
        ("account_signup", "new@example.org"),
        ("account_signup", "outsider"),
        ("account_reset_password", "outsider"),
        ("account_reset_password", "nobody@example.org"),
    ],
)
def test_links_in_mails_lead_to_our_site_whatever_host_was_asked(
    client: Client, outsider: User, any_host: None, page: str, to: str
) -> None:
    address = outsider.email if to == "outsider" else to
    client.post(reverse(page), {"email": address, **NEW, **consenting()}, headers={"host": f"{ELSEWHERE}:81"})
    (sent,) = mail.outbox
    texts = [str(sent.body), str(sent.alternatives[0][0])]  # type: ignore[attr-defined]
    assert [ELSEWHERE in text for text in texts] == [False, False]
    assert ["https://gyoryu.example.org/accounts/" in text for text in texts] == [True, True]


def test_feeds_lead_to_our_site_whatever_host_was_asked(client: Client, any_host: None) -> None:
    for name in ("call-feed", "call-calendar-all"):
        assert ELSEWHERE not in client.get(reverse(name), headers={"host": ELSEWHERE}).content.decode()


@pytest.mark.parametrize("is_mail_on_the_way", [False, True])
def test_signing_up_hashes_as_much_for_a_known_address_as_for_a_new_one(
    client: Client, client_of: ClientOf, outsider: User, hashed: list[str], is_mail_on_the_way: bool
) -> None:
    """Also where no mail goes, since one went to the address a moment ago: whoever asks can have seen to that."""
    counts = []
    stranger = shown_again(client_of(make_account("stranger@example.org")))
    for address in ("new@example.org", outsider.email):
        if is_mail_on_the_way:
            stranger.post(reverse("account_email"), {"action_add": "", "email": address})
        hashed.clear()
        answer = client.post(reverse("account_signup"), {"email": address, **NEW, **consenting()})
        assert answer.headers["Location"] == reverse("account_email_verification_sent")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_an_account_has_one_count_of_wrong_passwords_under_all_our_names(
    client: Client, outsider: User, any_host: None
) -> None:
    for port in range(5):
        client.post(
            reverse("account_login"),
            {"login": outsider.email, "password": "wrong"},
            headers={"host": f"gyoryu.example.org:{8000 + port}"},
        )
    answer = client.post(reverse("account_login"), {"login": outsider.email, "password": PASSWORD})
    assert answer.status_code == HTTPStatus.OK
    assert "Too many failed" in answer.content.decode()


def test_who_came_through_too_few_proxies_gets_a_plain_answer(
    client: Client, outsider: User, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = settings.PROXIES = 2
    typed = {"login": outsider.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), typed, headers={"x-forwarded-for": "192.0.2.1"})
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "GYORYU_PROXIES is 2" in caplog.text
    through = client.post(reverse("account_login"), typed, headers={"x-forwarded-for": "192.0.2.1, 192.0.2.2"})
    assert through.status_code == HTTPStatus.FOUND
