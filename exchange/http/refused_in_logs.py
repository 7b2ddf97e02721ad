"""A refused page is one line of the log, by whatever error it was refused: nothing of ours is broken."""

import logging
from http import HTTPStatus


class RefusedInOneLine(logging.Filter):
    """The error's own words go with its traceback: they are for the reader, and may name people."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR) < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        return True
