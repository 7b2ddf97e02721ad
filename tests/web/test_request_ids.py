"""One id for each request: given by the proxy or made here, in the answer, in all lines, and with what workers do for it."""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from celery import current_app, shared_task
from django.conf import settings as live
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils.module_loading import import_string
from gunicorn.config import Config
from pytest_django import Settings

from exchange.config.carried import REQUEST
from exchange.embedded.at_work import at_work, now_at_work
from exchange.http.json_logs import JsonLines
from exchange.http.keys_in_logs import AccessLogger
from exchange.http.request_ids import RequestIdMiddleware
from exchange.jobs.clients import PUBLISHED_AT, publish, queue_states
from exchange.jobs.services import execute
from tests.jobs.errands import Errands
from tests.valkey import OwnValkey

GIVEN = "0123abcd-proxy_id"


@pytest.mark.parametrize(
    ("given", "proxies", "is_kept"),
    [
        (GIVEN, 1, True),
        (GIVEN, 0, False),  # nobody of ours wrote it
        ("minji@example.org", 1, False),
        ("short", 1, False),
        ("x" * 65, 1, False),
        ("one\nline", 1, False),
    ],
)
def test_the_proxys_id_is_kept_where_it_is_one(
    client: Client, settings: Settings, given: str, proxies: int, *, is_kept: bool, db: None
) -> None:
    settings.PROXIES = proxies
    said = client.get("/robots.txt", headers={"x-request-id": given})["X-Request-ID"]
    assert (said == given) is is_kept
    assert 8 <= len(said) <= 64


def test_every_request_has_its_own(client: Client, db: None) -> None:
    said = [
        client.get(path)["X-Request-ID"] for path in ("/robots.txt", "/robots.txt", "/nowhere/", "/static/none.css")
    ]
    assert len(set(said)) == 4
    assert now_at_work() == {}


def written(record: logging.LogRecord) -> dict[str, Any]:
    """As the console writes it where LOG_FORMAT is json."""
    for name in live.LOGGING["handlers"]["console"]["filters"]:
        assert import_string(live.LOGGING["filters"][name]["()"])().filter(record)
    line = import_string(live.LOGGING["formatters"]["json"]["()"])().format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_line_of_a_request_has_its_id_and_nothing_of_people() -> None:
    seen: list[dict[str, Any]] = []

    def answer(request: HttpRequest) -> HttpResponse:
        error = ValueError("of minji@example.org")
        found = (ValueError, error, None)
        seen.append(written(logging.LogRecord("any", logging.ERROR, "", 1, "%s wrote", ("minji@example.org",), found)))
        return HttpResponse()

    response = RequestIdMiddleware(answer)(HttpRequest())
    (line,) = seen
    assert (line["request"], line["level"], line["message"]) == (response["X-Request-ID"], "ERROR", "…@… wrote")
    assert line["error"].endswith("ValueError: of …@…")
    assert "minji" not in json.dumps(line)


def test_a_refusal_is_a_line_with_the_id(caplog: pytest.LogCaptureFixture, client: Client, db: None) -> None:
    """Of Django's own loggers, too, which speak inside of all layers."""
    seen: list[dict[str, Any]] = []
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(written(record))  # type: ignore[method-assign]
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        said = client.get("/nowhere/?text=Minji")["X-Request-ID"]
    finally:
        logger.removeHandler(handler)
    assert [(line["request"], line["message"]) for line in seen] == [(said, "Not Found: /nowhere/")]


def test_the_access_log_in_json_says_what_was_asked_without_its_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_FORMAT", "json")
    logger = AccessLogger(Config())
    own = [one for one in logger.error_log.handlers if getattr(one, "_gunicorn", False)]
    assert [type(handler.formatter) for handler in own] == [JsonLines]
    logger.setup(Config())  # at a reload it has handlers anew
    monkeypatch.delenv("LOG_FORMAT")
    logger.setup(Config())
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/people/?text=Minji",
        "PATH_INFO": "/people/",
        "QUERY_STRING": "text=Minji",
        "SERVER_PROTOCOL": "HTTP/1.1",
    }
    answer = SimpleNamespace(status="200 OK", sent=7, headers=[("X-Request-ID", GIVEN)])
    atoms = logger.atoms_wrapper_class(
        logger.atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=250))
    )
    record = logging.LogRecord("gunicorn.access", logging.INFO, "", 1, Config().access_log_format, (atoms,), None)
    line = json.loads(JsonLines().format(record))
    assert {name: line.get(name) for name in ("method", "path", "status", "seconds", "bytes", "request")} == {
        "method": "GET",
        "path": "/people/",
        "status": 200,
        "seconds": 0.25,
        "bytes": 7,
        "request": GIVEN,
    }
    assert "Minji" not in json.dumps(line)


@shared_task(name="tests.note_work")
def note_work() -> None:
    seen_at_work.append(now_at_work())


seen_at_work: list[dict[str, str]] = []


@pytest.fixture
def published(own_valkey: OwnValkey) -> Iterator[Callable[[], Any]]:
    """What a worker would be given."""

    def take() -> Any:
        with current_app.connection_for_read() as connection:
            return connection.default_channel.basic_get("default", no_ack=True)

    yield take
    seen_at_work.clear()


def test_a_task_says_for_which_request_it_works(published: Callable[[], Any]) -> None:
    with at_work(request=GIVEN):
        assert publish("tests.note_work", [])
    message = published()
    assert message.headers[REQUEST] == GIVEN
    # As the worker does it: what stands in the message's headers is what the task knows of its request.
    note_work.apply(task_id="7", headers={REQUEST: message.headers[REQUEST]})
    assert seen_at_work == [{"task": "tests.note_work", "task_id": "7", "request": GIVEN}]
    assert now_at_work() == {}


def test_a_task_of_the_schedule_works_for_no_request(published: Callable[[], Any]) -> None:
    assert publish("tests.note_work", [])
    assert REQUEST not in published().headers
    note_work.apply(task_id="8")
    assert seen_at_work == [{"task": "tests.note_work", "task_id": "8"}]


def test_a_queue_is_as_old_as_its_next_task(published: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    found = queue_states(["default", "embed"])
    assert found is not None
    assert {name: (queue.waiting, queue.age) for name, queue in found.items()} == {"default": (0, 0), "embed": (0, 0)}
    monkeypatch.setattr("exchange.config.carried.time.time", lambda: 1_000.0)
    publish("tests.note_work", [])
    monkeypatch.setattr("exchange.config.carried.time.time", lambda: 1_030.0)
    publish("tests.note_work", [])
    found = queue_states(["default"])
    assert found is not None
    assert (found["default"].waiting, found["default"].age) == (2, 30)
    assert published().headers[PUBLISHED_AT] == 1_000


def test_what_a_job_logs_names_the_job(errands: Errands) -> None:
    errand, seen = errands.model.objects.create(), []
    assert execute(errands, errand.pk, lambda _lease: seen.append(now_at_work()))
    assert seen == [{"job": f"jobs.errand:{errand.pk}"}]
    assert now_at_work() == {}
