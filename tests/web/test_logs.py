"""Nobody stands in a log: it is read by others than the database, and an erasure does not reach it."""

import logging
import subprocess
import sys
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation
from django.core.handlers.exception import convert_exception_to_response
from django.core.mail import EmailMultiAlternatives
from django.db import DataError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string
from gunicorn.config import Config

from exchange.dossiers.services import files
from exchange.embedded import endpoints
from exchange.http.keys_in_logs import AccessLogger
from exchange.messaging.models import OutboxMessage
from exchange.messaging.services import deliver
from exchange.people.models import Researcher, User


def shown(text: str, *args: object, error: Exception | None = None) -> str:
    """A line as the console of the installation writes it."""
    found = (type(error), error, error.__traceback__) if error else None
    return written(logging.LogRecord("any", logging.ERROR, "", 1, text, args, found))


def written(record: logging.LogRecord) -> str:
    console = settings.LOGGING["handlers"]["console"]
    for name in console["filters"]:
        assert import_string(settings.LOGGING["filters"][name]["()"])().filter(record)
    line = settings.LOGGING["formatters"][console["formatter"]]
    return logging.Formatter(line["format"], style=line["style"]).format(record)


def refused_by_database(user: User) -> IntegrityError:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        User.objects.create_user(user.email, "x", name=user.known_as)
    return refused.value


def test_whom_people_look_for_is_not_in_the_access_log() -> None:
    """Neither in the address that was asked for nor in the one before it."""
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/people/?text=Minji+Han&page=2",
        "PATH_INFO": "/people/",
        "QUERY_STRING": "text=Minji+Han&page=2",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "https://gyoryu.example.org/people/?text=%ED%95%9C%EB%AF%BC%EC%A7%80",
    }
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    found = AccessLogger(Config()).atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(0))
    assert found["r"] == "GET /people/?… HTTP/1.1"
    assert ("Minji" in str(found), "%ED" in str(found)) == (False, False)


def test_the_web_servers_own_errors_name_nobody(caplog: pytest.LogCaptureFixture) -> None:
    logger = AccessLogger(Config()).error_log
    record = logging.LogRecord(logger.name, logging.ERROR, "", 1, "Error: %s", ("minji@example.org",), None)
    assert logger.filter(record)
    assert record.getMessage() == "Error: …@…"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionDenied("Managers who can: Minji Han."), ["Forbidden (Permission denied): /calls/7/"]),
        (SuspiciousFileOperation("A name of two folders."), ["A name of two folders."]),
        (ValueError("broken"), ["Internal Server Error: /calls/7/", "Traceback (most recent call last):"]),
    ],
)
def test_a_refused_page_is_one_line_of_the_log(
    error: Exception, said: list[str], caplog: pytest.LogCaptureFixture, db: None
) -> None:
    """Without what its reader is told, which names people; what is broken keeps its traceback."""

    def refuse(_request: HttpRequest) -> HttpResponse:
        raise error

    request = RequestFactory(raise_request_exception=False).get("/calls/7/")
    request.user = AnonymousUser()
    assert convert_exception_to_response(refuse)(request).status_code >= 400
    lines = written(caplog.records[-1]).splitlines()
    assert ([line.partition(": ")[2] or line for line in lines[:2]], "Minji" in str(lines)) == (said, False)


def test_a_row_that_the_database_refused_is_in_no_traceback(korean_researcher: Researcher) -> None:
    assert korean_researcher.user is not None
    error = refused_by_database(korean_researcher.user)
    assert "minji@example.org" in str(error)
    said = shown("Internal Server Error: %s", "/", error=error)
    assert ("minji" in said.lower(), "Traceback" in said, "IntegrityError: duplicate key" in said) == (
        False,
        True,
        True,
    )
    said = shown("Task %s raised unexpected: %r", "mail", error)
    assert ("minji" in said.lower(), "duplicate key" in said) == (False, True)


def test_what_a_mail_server_says_is_logged_without_the_address(
    outsider: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_mail: EmailMultiAlternatives) -> int:
        raise SMTPRecipientsRefused({outsider.email: (550, f"5.1.1 <{outsider.email}>: rejected".encode())})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    message = OutboxMessage.objects.create(user=outsider, category="call", key="a", language="en", subject="A")
    assert not deliver(message.pk)
    (said,) = caplog.messages
    assert (shown(said).count("550 5.1.1 <…@…>: rejected"), outsider.email in shown(said)) == (1, False)


def test_what_stands_in_a_document_is_in_no_traceback_of_its_reader() -> None:
    program = (
        "from exchange.dossiers.values.files import reading\n"
        "def lost(stream): raise ValueError(stream.read().decode())\n"
        "reading.read_kind = lost\n"
        "reading.main(10)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"Minji Han", capture_output=True, cwd=settings.BASE_DIR, check=False
    )
    assert (done.returncode, b"Minji" in done.stderr, done.stderr.endswith(b"ValueError\n")) == (1, False, True)
    assert b"reading.py" in done.stderr
    assert files._READER[1:] == ("-m", "exchange.dossiers.values.files.reading")


@pytest.mark.skipif(endpoints.is_external(), reason="a server of one's own has its own log")
def test_the_databases_own_log_has_neither_rows_nor_statements(korean_researcher: Researcher) -> None:
    log = endpoints.home() / "logs" / "postgres.log"
    before = log.stat().st_size
    assert korean_researcher.user is not None
    refused_by_database(korean_researcher.user)
    with pytest.raises(DataError), transaction.atomic():
        Researcher.objects.filter(name_romanised="Minji Han").update(country="KOREA")
    said = log.read_text()[before:]
    assert said.count("ERROR:") >= 2
    assert ("Minji" in said, "minji@example.org" in said) == (False, False)
