"""The second factor of the first administrator who is made from a shell: set up there, or before anything else opens."""

import re
import sys
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exchange.people.rules.second_factor import has_second_factor
from exchange.people.selectors.account import administrators
from tests.permissions.addresses import ADDRESSES
from tests.second_factor import code_of

PASSWORD = "correct horse battery"
EMAIL = "op@agency.example"
# Open to everybody who has signed in, whatever their role: what leads out, what becomes of one's data, and what asks
# nobody who they are.
OPEN = {"set_language", "privacy", "privacy-agree", "unsubscribe-undo", "healthz", "livez", "readyz", "metrics"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    monkeypatch.setenv("GYORYU_ADMIN_PASSWORD", PASSWORD)


def _set_up(monkeypatch: pytest.MonkeyPatch, typed: Iterator[str], **options: object) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: next(typed))
    call_command("setup", email=EMAIL, name="Dana Cole", **options)


def test_who_is_asked_shows_a_code_and_keeps_the_recovery_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def typed() -> Iterator[str]:
        yield "000000"
        said.append(capsys.readouterr().out)
        (secret,) = re.findall(r"secret=(\w+)", said[0])
        yield code_of(secret)
        yield ""

    _set_up(monkeypatch, typed())
    assert "otpauth://totp/op%40agency.example?" in said[0]
    assert "not the code" in said[0]
    assert len(re.findall(r"^  \d{8}$", capsys.readouterr().out, re.MULTILINE)) == 10
    assert has_second_factor(administrators().get())
    client = Client()
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize(
    ("typed", "options"), [(["", ""], {}), ([""], {"factor_later": True}), ([], {"no_input": True})]
)
def test_left_to_the_first_sign_in_it_comes_before_everything(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: list[str],
    options: dict[str, bool],
) -> None:
    _set_up(monkeypatch, iter(typed), **options)
    assert "nothing else opens before" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    client = Client()
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(administrators().get().pk)
    opened = {name for name in _without_parameters() if not _is_closed(client, reverse(name))}
    assert opened == OPEN


def _without_parameters() -> list[str]:
    return [*(name for name, address in ADDRESSES.items() if not address.parameters), "admin:index"]


def _is_closed(client: Client, path: str) -> bool:
    answer = client.get(path)
    return answer.status_code == 403 or answer.headers.get("Location") == reverse("mfa_index")
