"""Zip archives that are documents: Word, Excel and HWPX. Never unpacked, apart from the small parts that say what they are."""

import re
import zipfile
import zlib
from typing import BinaryIO

from exchange.dossiers.values.files.kinds import DOCX, HWPX, XLSX, Kind, Refusal, Refused

_UNPACKED_MOST = 1024 * 1024 * 1024
_PART_MOST = 1024 * 1024
_TYPE = re.compile(r"""ContentType\s*=\s*["']([^"']+)["']""")
# Of the main part, whatever name the writing program gives it: Word Online counts them.
_MAIN = {f"{DOCX}.main+xml": DOCX, f"{XLSX}.main+xml": XLSX}
_MACROS = ".macroenabled.main+xml"


def zip_kind(stream: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(stream) as archive:
            return Kind(_content_type(archive))
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise Refused(Refusal.DAMAGED) from None


def _content_type(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > _UNPACKED_MOST:
        raise Refused(Refusal.UNPACKS)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Refusal.PASSWORD)
    if parts and parts[0].filename == "mimetype" and _text(archive, "mimetype").strip() == HWPX:
        return _hwpx(archive)
    return _office(archive)


def _hwpx(archive: zipfile.ZipFile) -> str:
    if "encryption-data" in _text(archive, "META-INF/manifest.xml"):
        raise Refused(Refusal.PASSWORD)
    return HWPX


def _office(archive: zipfile.ZipFile) -> str:
    """The list of parts names the kind of the main one; programs differ in the names of parts."""
    types = _TYPE.findall(_text(archive, "[Content_Types].xml"))
    names = archive.namelist()
    if any(one.lower().endswith(_MACROS) for one in types) or any("vbaproject.bin" in name.lower() for name in names):
        raise Refused(Refusal.MACROS)
    found = next((_MAIN[one] for one in types if one in _MAIN), None)
    if found is None:
        raise Refused(Refusal.OTHER)
    return found


def _text(archive: zipfile.ZipFile, name: str) -> str:
    """The beginning of a part, bounded whatever it unpacks to; nothing where there is no such part."""
    try:
        with archive.open(name) as part:
            content = part.read(_PART_MOST)
    except KeyError:
        return ""
    is_wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return content.decode("utf-16" if is_wide else "utf-8-sig", errors="replace")
