"""Keys that stand in addresses, kept out of every log: whoever reads a log must not reset a password."""

import logging
import re
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from exchange.http.json_logs import JsonLines, is_wanted
from exchange.http.people_in_logs import WithoutPeople, without_query

_KEYS = re.compile(
    r"(/(?:accounts/password/reset/key|accounts/confirm-email|mail/unsubscribe|offices/accept|setup/begin)/)[^/\s?#\"']+"
)


def without_keys(text: str) -> str:
    """
    >>> without_keys("GET /accounts/password/reset/key/1-c4f/?a=b HTTP/1.1")
    'GET /accounts/password/reset/key/…/?a=b HTTP/1.1'
    """
    return _KEYS.sub(r"\1…", text)


class WithoutKeys(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_keys(record.getMessage()), ()
        return True


class AccessLogger(Logger):
    """Named by ``--logger-class`` of gunicorn, whose logs Django does not configure."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(WithoutKeys())
        self.error_log.addFilter(WithoutPeople())
        if is_wanted():
            for handler in (*self.error_log.handlers, *self.access_log.handlers):
                if getattr(handler, "_gunicorn", False):  # its own mark
                    handler.setFormatter(JsonLines())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> dict[str, Any]:
        found = super().atoms(resp, req, environ, request_time)
        texts = {name: without_query(without_keys(value)) for name, value in found.items() if isinstance(value, str)}
        return {**found, **texts, "q": "", "{query_string}e": ""}
