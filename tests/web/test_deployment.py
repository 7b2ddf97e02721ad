"""What a real installation must not have: the demo's people, open letters, pages that stay in a browser, keys in logs."""

import importlib
import logging
import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as live
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config
from pytest_django import Settings

from exchange.embedded.endpoints import home
from exchange.embedded.supervisor import gunicorn_options
from exchange.http.keys_in_logs import AccessLogger, WithoutKeys
from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from exchange.web import deployment
from exchange.web.demo.loading import load
from exchange.web.deployment import check_demo_accounts, check_site, refuse_demo_accounts
from exchange.web.watch import sharing

ClientOf = Callable[[User | Researcher], Client]
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("differs", "said"),
    [
        ({}, []),
        ({"SITE_URL": "http://gyoryu.example.org"}, ["gyoryu.E001"]),
        ({"SITE_URL": "http://gyoryu.example.org", "DEMO": True}, []),
        ({"PROXIES": 0}, ["gyoryu.W001"]),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, ["gyoryu.W002"]),
    ],
)
def test_the_check_says_what_a_real_site_lacks(settings: Settings, differs: dict[str, Any], said: list[str]) -> None:
    sound = {"DEMO": False, "SITE_URL": "https://gyoryu.example.org", "PROXIES": 1, "EMAIL_BACKEND": SMTP}
    for name, value in {**sound, **differs}.items():
        setattr(settings, name, value)
    assert [one.id for one in check_site()] == said


@pytest.mark.django_db
def test_the_demo_can_be_removed_and_until_then_nothing_real_starts(
    settings: Settings,
    tmp_path: object,
    korean_researcher: Researcher,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deployment, "connection", SimpleNamespace(close=lambda: None))
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, False
    load()
    others = User.objects.exclude(email__endswith="@demo.example.org").count()
    assert [one.id for one in check_demo_accounts()] == ["gyoryu.E002"]
    with pytest.raises(SystemCheckError, match="E002"):
        call_command("check", deploy=True)
    with pytest.raises(CommandError, match="remove_demo") as refused:
        call_command("remove_demo", check=True)
    assert "\n" not in str(refused.value)
    with pytest.raises(SystemExit) as stopped:
        refuse_demo_accounts()
    assert (stopped.value.code, "remove_demo" in capsys.readouterr().err) == (3, True)
    call_command("remove_demo")
    refuse_demo_accounts()
    call_command("remove_demo", check=True)
    assert check_demo_accounts() == []
    assert not User.objects.filter(email__endswith="@demo.example.org").exists()
    assert User.objects.count() == others > 0
    assert not Call.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("differs", [{"verified": False}, {"is_active": False}, {"email": "robin@example.org"}])
def test_who_only_claims_an_address_of_the_demo_stops_nobody(settings: Settings, differs: dict[str, Any]) -> None:
    settings.DEMO = False
    fields = {"verified": True, "is_active": True, "email": "robin@demo.example.org", **differs}
    user = User.objects.create_user(fields["email"], "a long password", is_active=fields["is_active"])
    EmailAddress.objects.create(user=user, email=user.email, verified=fields["verified"], primary=True)
    assert check_demo_accounts() == []


@pytest.mark.django_db
def test_what_somebody_signed_in_reads_is_kept_nowhere(client_of: ClientOf, client: Client, outsider: User) -> None:
    own = client_of(outsider)
    for address in ("/", reverse("preferences"), reverse("api-profile"), reverse("account_email"), "/nowhere/"):
        assert "no-store" in own.get(address).headers["Cache-Control"], address
    assert "Cache-Control" not in client.get("/").headers


KEYED = ["/accounts/password/reset/key/1-s3cret/", "/accounts/confirm-email/s3cret/?a=b", "/mail/unsubscribe/s3cret/"]


@pytest.mark.parametrize("address", KEYED)
def test_keys_are_not_logged(address: str) -> None:
    logger = AccessLogger(Config())
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": address,
        "PATH_INFO": address.partition("?")[0],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": f"https://gyoryu.example.org{address}",
    }
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    found = logger.atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(0))
    assert "s3cret" not in str(found)
    assert "/…/" in found["r"]
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Not Found: %s", (address,), None)
    assert WithoutKeys().filter(record)
    assert "s3cret" not in record.getMessage()


def test_every_log_is_without_keys() -> None:
    assert "without_keys" in live.LOGGING["handlers"]["console"]["filters"]
    assert gunicorn_options("127.0.0.1", 1).count("exchange.http.keys_in_logs.AccessLogger") == 1


def test_addresses_are_as_long_as_nginx_lets_them_be_however_the_server_is_started() -> None:
    """A Korean letter takes nine characters of one: gunicorn's own bound is a search of some four hundred."""
    written = [(live.BASE_DIR / name).read_text() for name in ("Dockerfile", "docs/operations.md")]
    started = [" ".join(gunicorn_options("127.0.0.1", 1)), *(re.sub('[",]', "", text) for text in written)]
    assert ["--limit-request-line 8190" in text for text in started] == [True] * 3


def test_a_web_server_started_by_hand_asks_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """And counts requests together with the others of its server, from the beginning."""
    asked: list[object] = []
    monkeypatch.setattr(sharing, "share_between_workers", asked.append)
    monkeypatch.setattr(deployment, "refuse_demo_accounts", lambda: asked.append(True))
    importlib.reload(importlib.import_module("exchange.config.wsgi"))
    assert asked[-2:] == [home(), True]
