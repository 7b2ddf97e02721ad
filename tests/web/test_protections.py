"""What a browser is told with every page, and what the settings hold of passwords, cookies and the second factor."""

from http import HTTPStatus

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from exchange.people.models import User
from tests.cast import consenting
from tests.embedded.settings_again import read_again


@pytest.mark.django_db
def test_every_page_forbids_what_it_does_not_need(client: Client, staff: User) -> None:
    for path in ("/", reverse("account_login"), "/nowhere/", reverse("api-notifications")):
        answer = client.get(path)
        rules = answer.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(rules)
        assert [rule for rule in rules if "unsafe" in rule] == []
        told = [answer.headers[name] for name in ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")]
        assert told == ["DENY", "nosniff", "same-origin"], path
    client.force_login(staff, backend="exchange.people.adapter.AccountBackend")
    assert client.get(reverse("admin:index"), follow=True).headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("password", ["xq7!z2k", "password123", "8251739460", "newcomer-x"])
@pytest.mark.django_db
def test_a_password_that_is_guessed_soon_is_refused(client: Client, password: str) -> None:
    body = {"email": "newcomer-x@example.org", "password1": password, "password2": password, **consenting()}
    answer = client.post(reverse("account_signup"), body)
    assert (answer.status_code, User.objects.exists()) == (HTTPStatus.OK, False)
    assert answer.context["form"].errors.keys() == {"password1"}


@pytest.mark.django_db
def test_opening_the_link_of_a_mail_verifies_nothing_by_itself(client: Client) -> None:
    """Mail servers open links to look what is behind them."""
    password = "correct horse battery"
    body = {"email": "new@example.org", "password1": password, "password2": password, **consenting()}
    client.post(reverse("account_signup"), body)
    text = str(mail.outbox[-1].body)
    address = text[text.index("/accounts/confirm-email/") :].split()[0]
    assert Client().get(address).status_code == HTTPStatus.OK
    assert not User.objects.get().emailaddress_set.get().verified  # type: ignore[attr-defined]


@pytest.mark.parametrize(("site", "secure"), [("https://gyoryu.example.org", True), ("http://127.0.0.1:8000", False)])
def test_cookies_leave_over_tls_alone_where_there_is_tls(
    site: str, secure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", site)
    found = read_again()
    names = ("SECURE", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    assert [found[name] for name in names] == [secure] * 3
    assert found["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"] is not secure
    assert found["ACCOUNT_DEFAULT_HTTP_PROTOCOL"] == site.partition(":")[0]


@pytest.mark.parametrize("number", ["0", "1", "2"])
def test_what_a_proxy_says_counts_where_there_is_one(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else everybody could write the header by which a page thinks that it is asked for over TLS."""
    monkeypatch.setenv("GYORYU_PROXIES", number)
    found = read_again()
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == found["REST_FRAMEWORK"]["NUM_PROXIES"] == int(number)  # type: ignore[index]
    assert ("SECURE_PROXY_SSL_HEADER" in found) is (number != "0")


def test_outside_the_demo_roles_need_a_second_factor_and_passwords_are_hashed_slowly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("REQUIRE_SECOND_FACTOR", "GYORYU_DEMO", "DEBUG"):
        monkeypatch.delenv(name, raising=False)
    found = read_again()
    assert (found["REQUIRE_SECOND_FACTOR"], found["DEBUG"], found["DEMO"]) == (True, False, False)
    assert found["PASSWORD_HASHERS"][0].endswith(".Argon2PasswordHasher")  # type: ignore[index]


@pytest.mark.django_db
def test_a_form_that_comes_from_elsewhere_is_refused(outsider: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(outsider, backend="exchange.people.adapter.AccountBackend")
    for name in ("preferences", "account-erase", "account_logout", "token-add"):
        assert client.post(reverse(name), {"language": "ko"}).status_code == HTTPStatus.FORBIDDEN, name
    assert User.objects.get().language == "en"
