"""What a file is, found by its content and never by its name. Run as a program, within bounds of time and memory."""

import contextlib
import json
import logging
import os
import resource
import sys
import traceback
from dataclasses import asdict
from types import TracebackType
from typing import BinaryIO

from exchange.dossiers.values.files.compound import COMPOUND, compound_kind
from exchange.dossiers.values.files.kinds import JPEG, PNG, Kind, Refusal, Refused
from exchange.dossiers.values.files.pdf import HEADER, pdf_kind
from exchange.dossiers.values.files.zips import zip_kind

_MEMORY = 2 * 1024 * 1024 * 1024
# Readers look for a PDF's header so far: mail programs and web servers leave theirs before it.
_HEAD = 1024
_PICTURES = ((b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_REFUSED = (
    (b"II*\0", Refusal.TIFF),
    (b"MM\0*", Refusal.TIFF),
    (b"HWP Document File V", Refusal.OLD_HWP),
)


def read_kind(stream: BinaryIO) -> Kind:
    """Raises :class:`Refused`."""
    head = stream.read(_HEAD)
    stream.seek(0)
    for start, content_type in _PICTURES:
        if head.startswith(start):
            return Kind(content_type)
    for start, reason in _REFUSED:
        if head.startswith(start):
            raise Refused(reason)
    if head.startswith(b"PK\x03\x04"):
        return zip_kind(stream)
    if head.startswith(COMPOUND):
        return compound_kind(stream)
    if HEADER in head:
        return pdf_kind(stream)
    raise Refused(Refusal.OTHER)


def _tell_without_content(kind: type[BaseException], _error: BaseException, where: TracebackType | None) -> None:
    """What an error says may be a piece of the document, and goes to a log."""
    sys.stderr.write("".join(traceback.format_tb(where)) + f"{kind.__name__}\n")


def main(seconds: int) -> None:
    """Reads the file at standard input, and writes its kind, or why it is refused."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    with contextlib.suppress(ValueError, OSError):  # not every system bounds the memory of one process
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    logging.disable()
    sys.excepthook = _tell_without_content
    try:
        answer = asdict(read_kind(sys.stdin.buffer))
    except Refused as refused:
        answer = {"refused": refused.reason}
    os.write(sys.stdout.fileno(), json.dumps(answer).encode())


if __name__ == "__main__":
    main(int(sys.argv[1]))
