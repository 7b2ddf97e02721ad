"""Compound files (OLE): HWP 5, and what else is kept in them."""

from __future__ import annotations  # olefile is generic for the type checker alone

import mmap
from typing import Any, BinaryIO

import olefile

from exchange.dossiers.values.files.kinds import HWP, Kind, Refusal, Refused

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The header's first field, 32 bytes; after the version, four bytes of flags.
_SIGNATURE = b"HWP Document File".ljust(32, b"\0")
_FLAGS = slice(36, 40)
# Password, rights management, encryption by certificate, rights management by certificate.
_CLOSED = 1 << 1 | 1 << 4 | 1 << 8 | 1 << 10
_OLD_OFFICE = ("WordDocument", "Workbook", "Book", "PowerPoint Document")


def compound_kind(stream: BinaryIO) -> Kind:
    header = _file_header(stream)
    if not header.startswith(_SIGNATURE):
        raise Refused(Refusal.OTHER)
    if int.from_bytes(header[_FLAGS], "little") & _CLOSED:
        raise Refused(Refusal.PASSWORD)
    return Kind(HWP)


def _file_header(stream: BinaryIO) -> bytes:
    try:
        with olefile.OleFileIO(stream) as compound:
            _refuse_office(compound)
            return compound.openstream("FileHeader").read(_FLAGS.stop) if compound.exists("FileHeader") else b""
    except Refused:
        raise
    except Exception:
        return _stray_header(stream)


def _refuse_office(compound: olefile.OleFileIO[Any]) -> None:
    if compound.exists("EncryptedPackage"):
        raise Refused(Refusal.PASSWORD)
    if any(map(compound.exists, _OLD_OFFICE)):
        raise Refused(Refusal.OLD_OFFICE)


def _stray_header(stream: BinaryIO) -> bytes:
    """Of a file whose own tables lead nowhere; the header is recognised wherever it lies."""
    with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        place = content.find(_SIGNATURE)
        if place < 0:
            raise Refused(Refusal.DAMAGED)
        return content[place : place + _FLAGS.stop]
