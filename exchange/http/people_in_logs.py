"""People, kept out of every log: what they search for, their mail addresses, and rows that the database refused.

A log is read by others than the database, and an erasure does not reach it.
"""

import logging
import re

_QUERY = re.compile(r"\?[^\s\"']+")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:=\[\]{}/]+@[^\s<>\"'(),;:=\[\]{}/]+\.\w+")
# PostgreSQL says which row it refused, with all that is in it.
_ROW = re.compile(r"\bDETAIL: .*")


def without_query(text: str) -> str:
    """
    >>> without_query("GET /people/?text=Minji+Han&page=2 HTTP/1.1")
    'GET /people/?… HTTP/1.1'
    """
    return _QUERY.sub("?…", text)


def without_people(text: str) -> str:
    """
    >>> without_people("{'Minji@mail.example.org': (550, b'unknown')}")
    "{'…@…': (550, b'unknown')}"
    >>> print(without_people("duplicate key\\nDETAIL:  Key (name)=(Minji Han) already exists.\\nnext"))
    duplicate key
    DETAIL: …
    next
    """
    return _ADDRESS.sub("…@…", _ROW.sub("DETAIL: …", text))


class WithoutPeople(logging.Filter):
    """Of a traceback too, whose last line is what the error says; its other lines are ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_people(record.getMessage()), ()
        if record.exc_info and record.exc_info[0]:
            # Formatters write this rather than make it anew.
            record.exc_text = without_people(logging.Formatter().formatException(record.exc_info))
        return True
