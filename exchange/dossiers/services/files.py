"""What an uploaded file is, in words where it cannot be taken. Read by a process of its own: no file holds the server up."""

from __future__ import annotations  # Django's File is generic for the type checker alone

import hashlib
import json
import logging
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.dossiers.values.files.kinds import Kind, Refusal

logger = logging.getLogger(__name__)

_READER = (sys.executable, "-m", "exchange.dossiers.values.files.reading")
# Of the processor, in seconds; a machine that is busy may need longer for it.
_WORK = 8
_PATIENCE = 20
_WORDS = {
    Refusal.OTHER: gettext_lazy(
        "Upload a PDF, a Hancom document (.hwp, .hwpx), a Word or Excel file (.docx, .xlsx), or a PNG or JPEG picture."
    ),
    Refusal.DAMAGED: gettext_lazy("The file is damaged and cannot be opened."),
    Refusal.PASSWORD: gettext_lazy("The file is protected by a password. Save it without one, then upload it."),
    Refusal.MACROS: gettext_lazy(
        "The file holds macros. Save it without them (.docx, .xlsx) or as PDF, then upload it."
    ),
    Refusal.UNPACKS: gettext_lazy("The file unpacks to more than can be read. Save it as PDF, then upload it."),
    Refusal.TIFF: gettext_lazy(
        "This is a TIFF picture, which many cannot open. Save it as PDF, PNG or JPEG, then upload it."
    ),
    Refusal.OLD_HWP: gettext_lazy(
        "This is a document of HWP 3 or older. Save it as .hwp (5.0), .hwpx or PDF, then upload it."
    ),
    Refusal.OLD_OFFICE: gettext_lazy(
        "This is a file of an older Office (.doc, .xls, .ppt). Save it as .docx, .xlsx or PDF, then upload it."
    ),
    Refusal.LABORIOUS: gettext_lazy(
        "The file takes too long to check. Save it as a PDF again, or “print” it to a PDF, and upload that."
    ),
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    content_type: str
    size: int
    pages: int | None
    sha256: str


def inspect_file(file: File[bytes]) -> FileFacts:
    """Raises ``ValidationError`` in words: empty, too large, of another kind, damaged, closed by a password."""
    size = file.size or 0
    if not size:
        raise ValidationError(_("The file is empty."))
    if size > settings.ATTACHMENT_MAX_BYTES:
        values = {"size": filesizeformat(size), "most": filesizeformat(settings.ATTACHMENT_MAX_BYTES)}
        raise ValidationError(_("The file has %(size)s; at most %(most)s are taken.") % values)
    with tempfile.TemporaryFile() as copy:
        checksum = _copy(file, copy)
        kind = _read(copy)
    return FileFacts(kind.content_type, size, kind.pages, checksum)


def _copy(file: File[bytes], to: IO[bytes]) -> str:
    """In pieces, so that memory stays bounded; answers the checksum."""
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
        to.write(piece)
    file.seek(0)
    to.seek(0)
    return digest.hexdigest()


def _read(copy: IO[bytes]) -> Kind:
    answer = _answer(copy)
    if refused := answer.pop("refused", None):
        raise ValidationError(str(_WORDS[Refusal(refused)]))
    return Kind(**answer)


def _answer(copy: IO[bytes]) -> dict[str, Any]:
    """Of the reader; where it ended by its bounds and not by itself, that it took too long."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            (*_READER, str(_WORK)),
            stdin=copy,
            capture_output=True,
            cwd=settings.BASE_DIR,
            timeout=_PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": Refusal.LABORIOUS}
    if done.returncode > 0:
        logger.error("The reader of files failed: %s", done.stderr.decode(errors="replace")[-2000:])
    return {"refused": Refusal.LABORIOUS} if done.returncode else dict(json.loads(done.stdout))
