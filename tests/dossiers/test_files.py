"""A file is what its content says."""

import logging
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pytest_django import Settings

from exchange.dossiers.services import files
from exchange.dossiers.services.files import inspect_file
from tests.dossiers.documents import OFFICE, archive, compound, docx, hwp, hwpx, office, pdf, pdf_of_objects

CASES = Path(os.environ.get("GYORYU_DATA", "../shared/data")) / "cases"
PASSWORD = "The file is protected by a password. Save it without one, then upload it."


def kind(content: bytes) -> tuple[str, int | None]:
    facts = inspect_file(ContentFile(content, name="anything.exe"))
    return facts.content_type.rpartition(".")[2].rpartition("/")[2], facts.pages


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        inspect_file(ContentFile(content, name="plan.pdf"))
    (message,) = refused.value.messages
    return message


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (pdf(3), ("pdf", 3)),
        (b"\xef\xbb\xbf\r\n" + pdf(2), ("pdf", 2)),
        (b"Content-Type: application/pdf\r\n\r\n" + pdf(2), ("pdf", 2)),
        (pdf(2) + b"\0" * 3000, ("pdf", 2)),
        (pdf(4, owner="owner"), ("pdf", 4)),
        (pdf(4, owner="owner", algorithm="AES-256"), ("pdf", 4)),
        (docx(), ("document", None)),
        (docx("word/document2.xml"), ("document", None)),
        (office(f"{OFFICE}.spreadsheetml.sheet.main+xml", "xl/workbook.xml"), ("sheet", None)),
        (hwpx(), ("hwp+zip", None)),
        (hwp(), ("x-hwp", None)),
        (hwp()[:1600], ("x-hwp", None)),
        (b"\x89PNG\r\n\x1a\n....", ("png", None)),
        (b"\xff\xd8\xff....", ("jpeg", None)),
    ],
    ids=[
        "PDF",
        "BOM before the header",
        "HTTP before the header",
        "bytes behind the end",
        "owner password, RC4",
        "owner password, AES-256",
        "Word",
        "Word Online",
        "Excel",
        "HWPX",
        "HWP",
        "HWP with broken tables",
        "PNG",
        "JPEG",
    ],
)
def test_the_content_decides(content: bytes, found: tuple[str, int | None]) -> None:
    assert kind(content) == found


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"<html>", "Upload a PDF, a Hancom document"),
        (b"." * 1100 + pdf(), "Upload a PDF, a Hancom document"),
        (archive({"other.xml": "<x/>"}), "Upload a PDF, a Hancom document"),
        (office(f"{OFFICE}.presentationml.presentation.main+xml"), "Upload a PDF, a Hancom document"),
        (compound("Something", b""), "Upload a PDF, a Hancom document"),
        (b"PK\x03\x04broken", "The file is damaged"),
        (b"%PDF-1.7 broken", "The file is damaged"),
        (pdf(0), "The file is damaged"),
        (hwp()[:100], "The file is damaged"),
        (pdf(user="secret"), PASSWORD),
        (pdf(user="secret", algorithm="AES-256"), PASSWORD),
        (hwp(flags=0b11), PASSWORD),
        (hwp(flags=1 << 4), PASSWORD),
        (hwp(flags=1 << 8), PASSWORD),
        (hwp(flags=1 << 10), PASSWORD),
        (hwpx("<manifest><encryption-data/></manifest>"), PASSWORD),
        (compound("EncryptedPackage", b""), PASSWORD),
        (compound("WordDocument", b""), "This is a file of an older Office"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "The file holds macros."),
        (
            office(f"{OFFICE}.wordprocessingml.document.main+xml", **{"word/vbaProject.bin": ""}),
            "The file holds macros.",
        ),
        (b"II*\0....", "This is a TIFF picture"),
        (b"MM\0*....", "This is a TIFF picture"),
        (b"HWP Document File V3.00 \x1a", "This is a document of HWP 3"),
        (pdf(2000), "The file has"),
    ],
    ids=[
        "empty",
        "text",
        "PDF far below",
        "archive",
        "slides",
        "compound file",
        "cut archive",
        "cut PDF",
        "PDF without a page",
        "cut HWP",
        "password, RC4",
        "password, AES-256",
        "HWP with a password",
        "HWP with rights management",
        "HWP encrypted by certificate",
        "HWP with rights management by certificate",
        "HWPX with a password",
        "Word with a password",
        "old Word",
        "Word with macros",
        "macros hidden",
        "TIFF",
        "TIFF, the other way round",
        "HWP 3",
        "too large",
    ],
)
def test_what_cannot_be_taken_says_why(settings: Settings, content: bytes, reason: str) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100_000
    assert refusal(content).startswith(reason)


def test_a_file_of_the_largest_size_is_taken_and_nothing_is_told(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ATTACHMENT_MAX_BYTES = len(pdf(2))
    assert (kind(pdf(2)), caplog.messages) == (("pdf", 2), [])


def test_an_archive_that_unpacks_without_end_is_refused() -> None:
    bomb = bytearray(docx())
    place = bomb.index(b"PK\x01\x02", bomb.index(b"PK\x01\x02") + 1)
    bomb[place + 24 : place + 28] = (0x7FFFFFFF).to_bytes(4, "little")
    assert refusal(bytes(bomb)).startswith("The file unpacks to more than can be read.")


def test_an_archive_with_a_password_is_told_from_a_damaged_one() -> None:
    closed = bytearray(docx())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        closed[closed.index(signature) + flags] |= 1
    assert refusal(bytes(closed)) == PASSWORD


def test_of_a_part_only_the_beginning_is_read() -> None:
    """However far it unpacks: what would say the kind lies behind a megabyte of nothing."""
    kinds = f'<Types>{" " * 1024 * 1024}<Override ContentType="{OFFICE}.wordprocessingml.document.main+xml"/></Types>'
    assert refusal(archive({"[Content_Types].xml": kinds, "word/document.xml": "<x/>"})).startswith("Upload a PDF")


@pytest.mark.skipif(sys.platform != "linux", reason="not every system bounds the memory of one process")
def test_a_reader_that_needs_too_much_memory_ends() -> None:
    program = (
        "from exchange.dossiers.values.files import reading\n"
        "reading._MEMORY = 256 * 1024 * 1024\n"
        "reading.read_kind = lambda stream: bytearray(512 * 1024 * 1024)\n"
        "reading.main(20)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=b"", capture_output=True, cwd=settings.BASE_DIR, check=False
    )
    assert (done.returncode, done.stderr.endswith(b"MemoryError\n")) == (1, True)


def test_a_file_that_takes_too_long_is_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_WORK", 1)
    began = time.monotonic()
    assert refusal(pdf_of_objects(600_000)).startswith("The file takes too long to check.")
    assert time.monotonic() - began < files._PATIENCE


def test_a_reader_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_READER", ("sh", "-c", "exec sleep 60"))
    monkeypatch.setattr(files, "_PATIENCE", 0.2)
    assert refusal(pdf()).startswith("The file takes too long to check.")


def test_a_reader_that_fails_is_told_to_the_operator(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(files, "_READER", ("sh", "-c", "echo lost >&2; exit 3"))
    with caplog.at_level(logging.ERROR):
        assert refusal(pdf()).startswith("The file takes too long to check.")
    assert caplog.messages == ["The reader of files failed: lost\n"]


@pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES} is not here; GYORYU_DATA names the folder above it")
@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("d01_pdf_bom_before_header.pdf", ("pdf", 1)),
        ("d02_pdf_http_headers_before.pdf", ("pdf", 1)),
        ("d03_pdf_trailing_bytes_after_eof.pdf", ("pdf", 1)),
        ("d05_hancom.hwpx", ("hwp+zip", None)),
        ("d06_hancom.hwp", ("x-hwp", None)),
        ("d08_owner_password_only_aes256.pdf", ("pdf", 1)),
        ("d09_owner_password_only_rc4.pdf", ("pdf", 1)),
    ],
)
def test_files_of_real_programs_are_taken(name: str, found: tuple[str, int | None]) -> None:
    assert kind((CASES / name).read_bytes()) == found


@pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES} is not here; GYORYU_DATA names the folder above it")
def test_a_real_scan_is_refused_with_what_to_do() -> None:
    content = (CASES / "d07_scan.tif").read_bytes()
    assert (
        refusal(content)
        == "This is a TIFF picture, which many cannot open. Save it as PDF, PNG or JPEG, then upload it."
    )
