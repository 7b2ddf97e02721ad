"""What ``manage.py up`` tells the processes that it starts, and itself."""

import os
from io import StringIO
from unittest.mock import Mock

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as live
from django.core.management import CommandError, call_command
from pytest_django import Settings

from exchange.embedded.management.commands import up
from exchange.embedded.management.commands.up import Command, _tell_children
from exchange.people.models import User


@pytest.mark.parametrize(
    ("given", "told"), [(None, "http://127.0.0.1:8131"), ("https://example.org", "https://example.org")]
)
def test_links_go_where_the_site_is(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, given: str | None, told: str
) -> None:
    """Also in the letters of the demo, which this process writes."""
    settings.SITE_URL = given or "http://127.0.0.1:8000"
    monkeypatch.setattr(os, "environ", {"SITE_URL": given} if given else {})
    _tell_children("127.0.0.1", 8131)
    assert (os.environ["SITE_URL"], live.SITE_URL) == (told, told)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "elsewhere.example.org"])  # noqa: S104 - refused
def test_the_demo_is_open_to_other_machines_only_where_that_was_said(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setattr("exchange.embedded.management.commands.up._refuse_taken_port", _stop)
    settings.DEMO = True
    with pytest.raises(CommandError, match="--open-demo") as refused:
        call_command("up", demo=True, host=host)
    assert "\n" not in str(refused.value)
    with pytest.raises(_StoppedError):
        call_command("up", demo=True, host=host, open_demo=True)
    assert "anybody" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "is_demo"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)],  # noqa: S104 - never bound
)
def test_this_machine_alone_and_real_use_need_no_word(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, host: str, *, is_demo: bool
) -> None:
    monkeypatch.setattr("exchange.embedded.management.commands.up._refuse_taken_port", _stop)
    settings.DEMO = is_demo
    with pytest.raises(_StoppedError):
        call_command("up", demo=is_demo, host=host)


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [False, True])
def test_a_real_installation_does_not_start_with_demo_accounts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, *, is_demo: bool
) -> None:
    settings.DEMO = is_demo
    user = User.objects.create_user("robin@demo.example.org", "public")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    monkeypatch.setattr("exchange.embedded.management.commands.up.Supervisor", _stop)
    with pytest.raises(_StoppedError if is_demo else CommandError, match=None if is_demo else "remove_demo"):
        Command()._serve("127.0.0.1", 8131, demo=False, engines=())


def test_what_takes_long_is_said_before_it_begins(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start is silent for minutes otherwise, and looks as if it hung."""
    said, out = {}, StringIO()
    settings.DEMO = True
    monkeypatch.setattr(up, "Supervisor", Mock())
    monkeypatch.setattr(up, "call_command", lambda name, **_: said.setdefault(name, out.getvalue()))
    Command(stdout=out)._serve("127.0.0.1", 8131, demo=True, engines=())
    assert said["migrate"].startswith("Making the database")
    assert said["demo"].endswith("Loading the demo …\n")


class _StoppedError(Exception):
    """The start came this far."""


def _stop(*_arguments: object) -> None:
    raise _StoppedError
