"""Whose address a limit counts, and what has one."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from exchange.http.limits import client_of
from exchange.people.models import Researcher, User
from exchange.proposals.models import Proposal
from tests.proposals.cast import confirm_both, digest_of, move_deadline

ClientOf = Callable[[User | Researcher], Client]
PASSWORD = "correct horse battery"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1:4711", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
    ],
)
def test_the_address_is_what_our_own_proxies_say(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers: Any = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_of(RequestFactory().get("/", **headers)) == address


@pytest.mark.parametrize("over_api", [False, True], ids=["page", "API"])
def test_late_codes_are_not_guessed(
    client_of: ClientOf, proposal: Proposal, us_researcher: Researcher, *, over_api: bool
) -> None:
    confirm_both(proposal)
    move_deadline(proposal.call, -60)
    address = reverse("api-proposal-submissions" if over_api else "proposal-submit", args=[proposal.public_id])
    client, digest = client_of(us_researcher), digest_of(proposal)
    tried = [client.post(address, {"late_code": f"code{number}", "digest": digest}).status_code for number in range(6)]
    assert tried == [HTTPStatus.CONFLICT if over_api else HTTPStatus.UNPROCESSABLE_ENTITY] * 5 + [429]


def test_the_password_of_an_erasure_is_not_guessed(client_of: ClientOf, outsider: User) -> None:
    client = client_of(outsider)
    for _attempt in range(5):
        assert client.post(reverse("account-erase"), {"confirmation": "wrong"}).status_code == 422
    assert client.post(reverse("account-erase"), {"confirmation": PASSWORD}).status_code == 429
    assert User.objects.filter(pk=outsider.pk).exists()


def test_codes_of_the_second_factor_are_not_guessed(client: Client, outsider: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(outsider, secret)
    client.post(reverse("account_login"), {"login": outsider.email, "password": PASSWORD})
    right = {f"{hotp_value(secret, counter):06}" for counter in yield_hotp_counters_from_time()}
    wrong = next(code for code in ("000000", "000001", "000002", "000003") if code not in right)
    for last in range(1, 6):
        client.post(reverse("mfa_authenticate"), {"code": wrong}, REMOTE_ADDR=f"198.51.100.{last}")
    for code in right:
        client.post(reverse("mfa_authenticate"), {"code": code}, REMOTE_ADDR="198.51.100.9")
    assert "_auth_user_id" not in client.session
    assert get_adapter().is_mfa_enabled(outsider)
