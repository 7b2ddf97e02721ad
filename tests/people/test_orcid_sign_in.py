"""Coming in through ORCID, which tells an address that nobody here has verified."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.orcid.views import OrcidOAuth2Adapter
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exchange.people.models import CollectionConsent, User
from tests.cast import consenting, make_account

IDS = {"path": "0000-0002-1825-0097", "uri": "https://orcid.org/0000-0002-1825-0097"}
ComeIn = Callable[..., Any]


@pytest.fixture
def come_in(settings: Settings, monkeypatch: pytest.MonkeyPatch, db: None) -> ComeIn:
    """As ORCID sends the browser back, with a record that has ``address``."""
    app = {"client_id": "APP-1", "secret": "s", "key": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"orcid": {"APPS": [app]}}
    monkeypatch.setattr(OrcidOAuth2Adapter, "get_access_token_data", lambda *_args, **_more: {"access_token": "t"})

    def through(client: Client, address: str, **query: str) -> Any:
        record = {
            "orcid-identifier": IDS,
            "person": {"emails": {"email": [{"email": address, "verified": True, "primary": True}]}},
        }
        monkeypatch.setattr(
            OrcidOAuth2Adapter,
            "complete_login",
            lambda self, request, *_args, **_more: self.get_provider().sociallogin_from_response(request, record),
        )
        asked = client.post(f"{reverse('orcid_login')}?{urlencode(query)}")
        state = parse_qs(urlsplit(asked.headers["Location"]).query)["state"][0]
        return client.get(reverse("orcid_callback"), {"code": "c", "state": state})

    return through


def is_in(client: Client) -> bool:
    return client.get(reverse("api-notifications")).status_code == HTTPStatus.OK


@pytest.mark.parametrize("is_vouched_for", [False, True])
def test_the_address_of_somebody_who_is_here_opens_nothing_of_theirs(
    outsider: User, come_in: ComeIn, settings: Settings, is_vouched_for: bool
) -> None:
    """Even if ORCID were believed that the address is theirs."""
    settings.SOCIALACCOUNT_PROVIDERS["orcid"]["VERIFIED_EMAIL"] = is_vouched_for
    client = Client()
    assert come_in(client, outsider.email).headers["Location"] == reverse("socialaccount_signup")
    assert not is_in(client)
    answer = client.post(reverse("socialaccount_signup"), {"email": outsider.email, **consenting()})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert (is_in(client), User.objects.count(), SocialAccount.objects.count()) == (False, 1, 0)
    (letter,) = mail.outbox
    assert letter.to == [outsider.email]


def test_whoever_is_new_agrees_first_and_is_in_once_the_address_is_verified(come_in: ComeIn) -> None:
    client = Client()
    come_in(client, "new@example.org")
    assert not User.objects.exists()
    refused = client.post(reverse("socialaccount_signup"), {"email": "new@example.org"})
    assert (refused.status_code, User.objects.exists()) == (HTTPStatus.OK, False)
    client.post(reverse("socialaccount_signup"), {"email": "new@example.org", **consenting()})
    assert CollectionConsent.objects.get().user.email == "new@example.org"
    assert not is_in(client)
    assert not EmailAddress.objects.get().verified
    come_in(again := Client(), "new@example.org")
    assert not is_in(again)
    EmailAddress.objects.update(verified=True)
    come_in(again := Client(), "new@example.org")
    assert is_in(again)


def test_an_id_that_signs_in_somebody_else_is_not_connected_twice(outsider: User, come_in: ComeIn) -> None:
    other = make_account("other@example.org")
    SocialAccount.objects.create(user=other, provider="orcid", uid=IDS["path"], extra_data={})
    client = Client()
    client.force_login(outsider, backend="exchange.people.adapter.AccountBackend")
    come_in(client, outsider.email, process="connect")
    assert SocialAccount.objects.get().user == other
