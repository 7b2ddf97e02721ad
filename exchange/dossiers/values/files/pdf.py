"""Pages of a PDF, as readers count them: also behind stray bytes, and where only changing it asks for a password."""

from typing import BinaryIO

from pypdf import PdfReader
from pypdf.errors import LimitReachedError

from exchange.dossiers.values.files.kinds import PDF, Kind, Refusal, Refused

HEADER = b"%PDF-"


def pdf_kind(stream: BinaryIO) -> Kind:
    pages = _count(stream)
    if not pages:
        raise Refused(Refusal.DAMAGED)
    return Kind(PDF, pages)


def _count(stream: BinaryIO) -> int:
    try:
        reader = PdfReader(stream)
        is_closed = reader.is_encrypted and not reader.decrypt("")
        pages = 0 if is_closed else len(reader.pages)
    except NotImplementedError:  # a kind of encryption of its own
        is_closed, pages = True, 0
    except (LimitReachedError, MemoryError, RecursionError):
        raise Refused(Refusal.LABORIOUS) from None
    except Exception:
        raise Refused(Refusal.DAMAGED) from None
    if is_closed:
        raise Refused(Refusal.PASSWORD)
    return pages
