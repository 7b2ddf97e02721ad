"""Files as office programs write them, as small as they can be."""

import io
import struct
import zipfile
from collections.abc import Mapping

from pypdf import PdfWriter

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAM = 4096
OFFICE = "application/vnd.openxmlformats-officedocument"


def archive(parts: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def office(content_type: str, main: str = "word/document.xml", **others: str) -> bytes:
    types = f'<Types><Override PartName="/{main}" ContentType="{content_type}"/></Types>'
    return archive({"[Content_Types].xml": types, main: "<x/>", **others})


def docx(main: str = "word/document.xml") -> bytes:
    return office(f"{OFFICE}.wordprocessingml.document.main+xml", main)


def hwpx(manifest: str = "<manifest/>") -> bytes:
    return archive({"mimetype": "application/hwp+zip", "META-INF/manifest.xml": manifest, "version.xml": "<x/>"})


def hwp(flags: int = 1) -> bytes:
    return compound("FileHeader", b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags))


def compound(name: str, content: bytes) -> bytes:
    """A compound file with one stream: the table of sectors, the directory, the stream."""
    stream = content.ljust(_STREAM, b"\0")
    count = len(stream) // _SECTOR
    table = [_FAT, _END, *range(3, count + 2), _END]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, _STREAM, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    sectors = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0) + _entry(name, 2, start=2, size=len(stream))
    return header + sectors + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, *, child: int = _FREE, start: int, size: int) -> bytes:
    spelled = name.encode("utf-16-le") + b"\0\0"
    entry = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", len(spelled), kind, 1, _FREE, _FREE, child)
    return entry + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def pdf(pages: int = 1, *, owner: str = "", user: str = "", algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(72, 72)
    if owner or user:
        writer.encrypt(user, owner or user, algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf_of_objects(count: int) -> bytes:
    """A PDF without a table of its objects, so that each has to be looked for."""
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    others = b"".join(b"%d 0 obj\n0\nendobj\n" % number for number in range(4, count + 1))
    return head + page + others + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n0\n%%%%EOF\n" % (count + 1)
