"""Asking a public source for JSON: with time-outs, patience and bounds."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from exchange.http.text import all_entered
from exchange.people.enums import ImportFailure

ATTEMPTS = 3
TIMEOUT = httpx.Timeout(15.0, connect=5.0)
# One answer as a whole: a source that sends a byte now and then must not hold a worker.
ANSWER_SECONDS = 30.0
LONGEST_WAIT = 20.0
BODY_LIMIT = 20_000_000
WORK_LIMIT = 2000

# Told after every answer: how many entries so far, and of how many where that is known.
OnProgress = Callable[[int, int | None], None]
Sleep = Callable[[float], None]


class FetchFailed(Exception):
    """The source gave nothing to go on with; ``failure`` says why."""

    def __init__(self, failure: ImportFailure) -> None:
        super().__init__(failure.value)
        self.failure = failure


class _TryAgain(Exception):
    def __init__(self, failure: ImportFailure, wait: float | None = None) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.wait = wait


class JsonClient:
    """GETs objects from one source. Raises ``FetchFailed`` only."""

    def __init__(
        self,
        base_url: str,
        *,
        params: dict[str, str] | None = None,
        contact: str = "",
        sleep: Sleep = time.sleep,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        agent = f"Gyoryu ({contact})" if contact else "Gyoryu"
        self._sleep = sleep
        self._client = httpx.Client(
            base_url=base_url,
            params=params,
            timeout=timeout,
            follow_redirects=True,
            max_redirects=3,
            headers={"Accept": "application/json", "User-Agent": agent},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, path: str, **params: str | int) -> dict[str, Any]:
        """The object at ``path``; asks again, with growing pauses, where that may help."""
        attempt = 1
        while True:
            try:
                return _object(self._body(path, params))
            except _TryAgain as again:
                wait = 2.0 ** (attempt - 1) if again.wait is None else again.wait
                if attempt == ATTEMPTS or wait > LONGEST_WAIT:
                    raise FetchFailed(again.failure) from None
            self._sleep(wait)
            attempt += 1

    def _body(self, path: str, params: dict[str, str | int]) -> bytes:
        try:
            with self._client.stream("GET", path, params=params) as response:
                _check(response)
                return _read(response)
        except httpx.TimeoutException:
            raise _TryAgain(ImportFailure.TIMED_OUT) from None
        except httpx.TransportError:
            raise _TryAgain(ImportFailure.UNREACHABLE) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise FetchFailed(ImportFailure.MALFORMED) from None


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise _TryAgain(ImportFailure.BUSY, _retry_after(response))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise _TryAgain(ImportFailure.BROKEN, _retry_after(response))
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.CONFLICT}:
        # ORCID answers 409 for an iD that was deactivated.
        raise FetchFailed(ImportFailure.NOT_FOUND)
    if status != HTTPStatus.OK:
        raise FetchFailed(ImportFailure.REFUSED)


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds the source asks to wait: it may write a number or a date."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _read(response: httpx.Response) -> bytes:
    until = time.monotonic() + ANSWER_SECONDS
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise FetchFailed(ImportFailure.TOO_LARGE)
        if time.monotonic() > until:
            raise _TryAgain(ImportFailure.TIMED_OUT)
    return bytes(body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = all_entered(json.loads(body))
    except (ValueError, RecursionError):
        raise FetchFailed(ImportFailure.MALFORMED) from None
    if not isinstance(value, dict):
        raise FetchFailed(ImportFailure.MALFORMED)
    return value
