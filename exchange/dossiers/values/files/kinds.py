"""Which kinds of files are taken, and why one is not. Pure, and free of Django: the process that reads files starts at once."""

from dataclasses import dataclass
from enum import StrEnum

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
HWP = "application/x-hwp"
HWPX = "application/hwp+zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES = ".pdf,.hwp,.hwpx,.docx,.xlsx,.png,.jpg,.jpeg"


class Refusal(StrEnum):
    OTHER = "other"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - a reason, no secret
    MACROS = "macros"
    UNPACKS = "unpacks"
    TIFF = "tiff"
    OLD_HWP = "old_hwp"
    OLD_OFFICE = "old_office"
    LABORIOUS = "laborious"


class Refused(Exception):
    """``args[0]`` is the :class:`Refusal`."""

    @property
    def reason(self) -> Refusal:
        return Refusal(self.args[0])


@dataclass(frozen=True, slots=True)
class Kind:
    """``pages`` can be counted in a PDF alone."""

    content_type: str
    pages: int | None = None
