"""What a file is, found by its content and never by its name. Reads in pieces, so memory stays bounded."""

from __future__ import annotations  # Django's File is generic for the type checker alone

import hashlib
import zipfile
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from pypdf import PdfReader

PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_WITHIN_ZIP = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet",
}
SUFFIXES = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"


@dataclass(frozen=True, slots=True)
class FileFacts:
    content_type: str
    size: int
    pages: int | None
    sha256: str


def inspect_file(file: File[bytes]) -> FileFacts:
    """Raises ``ValidationError`` in words: empty, too large, of another kind, damaged, encrypted."""
    size = file.size or 0
    if not size:
        raise ValidationError(_("The file is empty."))
    if size > settings.ATTACHMENT_MAX_BYTES:
        values = {"size": filesizeformat(size), "most": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
        raise ValidationError(_("The file has %(size)s; at most %(most)s are taken.") % values)
    content_type = _content_type(file)
    pages = _count_pages(file) if content_type == PDF else None
    return FileFacts(content_type, size, pages, _checksum(file))


def _content_type(file: File[bytes]) -> str:
    file.seek(0)
    head = file.read(8)
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return content_type
    found = _in_zip(file) if head.startswith(b"PK\x03\x04") else None
    if found is None:
        raise ValidationError(_("Upload a PDF, a Word or Excel file (.docx, .xlsx), or a PNG or JPEG picture."))
    return found


def _in_zip(file: IO[bytes] | File[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise ValidationError(_("The file is damaged and cannot be opened.")) from None
    return next((found for name, found in _WITHIN_ZIP.items() if name in names), None)


def _count_pages(file: File[bytes]) -> int:
    file.seek(0)
    try:
        reader = PdfReader(file)
        is_encrypted = reader.is_encrypted
        pages = 0 if is_encrypted else len(reader.pages)
    except Exception:
        raise ValidationError(_("The PDF is damaged and cannot be opened.")) from None
    if is_encrypted:
        raise ValidationError(_("The PDF is encrypted. Save it without a password, then upload it."))
    if not pages:
        raise ValidationError(_("The PDF is damaged and cannot be opened."))
    return pages


def _checksum(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()
