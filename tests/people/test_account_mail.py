"""Mail about the account: in its reader's language, in our design, with nothing of a sender's address lost."""

import re
from http import HTTPStatus

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse

from exchange.people.models import User
from tests.cast import consenting

PASSWORD = {"password1": "correct horse battery", "password2": "correct horse battery"}

pytestmark = pytest.mark.django_db


def last() -> tuple[str, str, str]:
    sent = mail.outbox[-1]
    assert isinstance(sent, EmailMultiAlternatives)
    return str(sent.subject), str(sent.body), str(sent.alternatives[0][0])


def test_who_signs_up_in_korean_gets_korean_mail_from_then_on(client: Client) -> None:
    body = {"email": "new@example.org", **PASSWORD, **consenting()}
    answer = client.post(reverse("account_signup"), body, headers={"accept-language": "ko"})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert User.objects.get(email="new@example.org").language == "ko"
    subject, text, html = last()
    assert subject == "이메일 주소를 확인해 주세요"
    assert (text.count("/accounts/confirm-email/"), html.count('class="button"'), html.count('lang="ko"')) == (1, 1, 2)


@pytest.mark.parametrize(
    ("language", "said", "zone"),
    [
        ("en", {"time_zone": "America/Denver"}, "America/Denver"),
        ("ko", {"time_zone": "America/Denver"}, "America/Denver"),
        ("en", {"time_zone": "../etc/passwd"}, "America/New_York"),
        ("en", {}, "America/New_York"),
        ("ko", {}, "Asia/Seoul"),
    ],
)
def test_times_are_in_the_zone_of_the_browser_one_signed_up_in(
    client: Client, language: str, said: dict[str, str], zone: str
) -> None:
    body = {"email": "new@example.org", **PASSWORD, **consenting(), **said}
    client.post(reverse("account_signup"), body, headers={"accept-language": language})
    assert User.objects.get(email="new@example.org").time_zone == zone


def test_a_reset_is_in_the_language_of_the_account_not_of_the_page(client: Client, outsider: User) -> None:
    outsider.language = "ko"
    outsider.save()
    client.post(reverse("account_reset_password"), {"email": outsider.email}, headers={"accept-language": "en"})
    assert last()[0] == "새 비밀번호를 정해 주세요"


def test_an_unknown_address_is_escaped_in_the_html(client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "a&b@example.org"})
    subject, text, html = last()
    assert subject == "There is no account with this address"
    assert (text.count("a&b@example.org"), html.count("a&amp;b@example.org") > 0, html.count("a&b@")) == (1, True, 0)


def test_the_account_pages_have_the_settings_around_them(client: Client, outsider: User) -> None:
    client.force_login(outsider, backend="exchange.people.adapter.AccountBackend")
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list", "account-data"):
        page = client.get(reverse(name))
        assert page.status_code == HTTPStatus.OK
        current = f'<a href="{reverse(name)}" aria-current="page">'
        assert page.content.decode().count(current) == 1


def test_refused_sign_up_says_why_in_the_language_of_the_page(client: Client) -> None:
    body = {"email": "nobody", "password1": "x", "password2": "y", **consenting()}
    page = client.post(reverse("account_signup"), body, headers={"accept-language": "ko"})
    errors = page.context["form"].errors
    assert sorted(errors) == ["email", "password1"]
    assert all(re.search("[가-힣]", str(error)) for field in errors.values() for error in field)
