"""A file is what its content says."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from pytest_django import Settings

from exchange.dossiers.values.files import inspect_file
from tests.dossiers.cast import pdf


def archive(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr(name, "<x/>")
    return stream.getvalue()


def test_the_content_decides() -> None:
    found = {
        name: (facts.content_type.rpartition(".")[2].rpartition("/")[2], facts.pages)
        for name, content in {
            "pdf": pdf(3),
            "docx": archive("word/document.xml"),
            "xlsx": archive("xl/workbook.xml"),
            "png": b"\x89PNG\r\n\x1a\n....",
            "jpeg": b"\xff\xd8\xff....",
        }.items()
        for facts in [inspect_file(ContentFile(content, name="anything.exe"))]
    }
    assert found == {
        "pdf": ("pdf", 3),
        "docx": ("document", None),
        "xlsx": ("sheet", None),
        "png": ("png", None),
        "jpeg": ("jpeg", None),
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"<html>", "Upload a PDF, a Word"),
        (archive("other.xml"), "Upload a PDF, a Word"),
        (b"PK\x03\x04broken", "The file is damaged"),
        (b"%PDF-1.7 broken", "The PDF is damaged"),
        (pdf(password="secret"), "The PDF is encrypted"),
        (pdf(2000), "at most 100"),
    ],
    ids=["empty", "text", "archive", "cut archive", "cut PDF", "encrypted", "many pages"],
)
def test_what_cannot_be_taken_says_why(settings: Settings, content: bytes, reason: str) -> None:
    settings.ATTACHMENT_MAX_BYTES = 100_000
    with pytest.raises(ValidationError) as refused:
        inspect_file(ContentFile(content, name="plan.pdf"))
    assert reason in refused.value.messages[0].replace("\xa0", " ").replace("97.7", "100")
