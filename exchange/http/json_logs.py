"""Logs as lines of JSON, for programs that gather them (``LOG_FORMAT=json``)."""

import json
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from exchange.embedded.at_work import now_at_work

# What gunicorn knows of a request, by its own letters.
ACCESS = {"m": "method", "U": "path", "s": "status", "L": "seconds", "B": "bytes", "{x-request-id}o": "request"}
# Where a request keeps its id for lines that Django writes of it once all layers have answered.
NAME = "gyoryu.request_id"
NUMBERS = {"status": int, "seconds": float, "bytes": int}


def is_wanted() -> bool:
    """Asked of the environment itself: gunicorn sets up its logs before Django does."""
    return os.environ.get("LOG_FORMAT", "").strip() == "json"


class JsonLines(logging.Formatter):
    """One object a line. It is given what the filters of the handler have left, so neither keys nor people."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **now_at_work(),
        }
        if name := getattr(getattr(record, "request", None), "META", {}).get(NAME):
            line["request"] = name
        if error := record.exc_text or (self.formatException(record.exc_info) if record.exc_info else ""):
            line["error"] = error
        if record.name == "gunicorn.access" and isinstance(record.args, Mapping):
            line |= _access(record.args)
        return json.dumps(line, ensure_ascii=False)


def _access(atoms: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: atoms.get(letter, "-") for letter, name in ACCESS.items()}
    return {name: NUMBERS.get(name, str)(value) for name, value in found.items() if value not in {"-", None}}
