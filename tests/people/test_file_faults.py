"""Why lines and files were refused: whoever reads it does so in their own language, whatever the worker's was."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from pytest_django import Settings

from exchange.jobs.enums import JobState
from exchange.people.enums import FileFault, FileKind, PublicationSource, RefusalReason
from exchange.people.imports.job import execute_file_import
from exchange.people.imports.reading import Reject, validate
from exchange.people.imports.rows import OrganisationRow, ProjectRow, ResearcherRow, TopicRow
from exchange.people.models import FileImport, PublicationImport, Researcher, User
from exchange.people.services.file_imports import FILES, recover_file_imports, request_file_import
from tests.people.facts import ORGANISATION, PERSON, PROJECT

ClientOf = Callable[[User], Client]
HEAD = b"id,name,domain,field,subfield,works_count\n"
BAD = HEAD + b"T1,,Physical Sciences,Engineering,Control,many\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def imported(content: bytes, *, by: User, kind: FileKind = FileKind.TOPICS, worker: str = "en") -> FileImport:
    """Read by a worker that speaks ``worker``."""
    job = request_file_import(kind, file=SimpleUploadedFile("facts", content), by=by)
    with translation.override(worker):
        execute_file_import(job.pk)
    return FileImport.objects.get(pk=job.pk)


def read_in(language: str, client: Client, job: FileImport) -> list[str]:
    """Page, API and administration."""
    client.cookies["django_language"] = language
    api = client.get(f"/api/v1/file-imports/{job.public_id}").json()
    pages = [reverse("file-import", args=[job.kind]), reverse("admin:people_fileimport_change", args=[job.pk])]
    said = [" ".join(client.get(page).content.decode().split()) for page in pages]
    return [*said, str([api["rejects"], api["error"]])]


SAID = {
    "en": "name: is empty; works_count: is not a whole number",
    "ko": "name: 비어 있습니다; works_count: 정수가 아닙니다",
}


@pytest.mark.parametrize("worker", ["en", "ko"])
@pytest.mark.parametrize("reader", ["en", "ko"])
def test_a_refused_line_is_explained_in_the_readers_language(
    client_of: ClientOf, staff: User, worker: str, reader: str
) -> None:
    job = imported(BAD, by=staff, worker=worker)
    assert [SAID[reader] in told for told in read_in(reader, client_of(staff), job)] == [True] * 3


@pytest.mark.parametrize(("reader", "words"), [("en", "it is empty"), ("ko", "내용이 없습니다")])
def test_so_is_a_file_that_cannot_be_read(client_of: ClientOf, staff: User, reader: str, words: str) -> None:
    job = imported(b"\n\n", by=staff, kind=FileKind.ORGANISATIONS, worker="ko" if reader == "en" else "en")
    assert [f"facts: {words}" in told for told in read_in(reader, client_of(staff), job)] == [True] * 3


@pytest.mark.parametrize(
    ("reader", "words"), [("en", "was lost too many times"), ("ko", "작업자가 여러 번 중단되었습니다")]
)
def test_so_is_a_job_whose_worker_was_lost(client_of: ClientOf, staff: User, reader: str, words: str) -> None:
    job = request_file_import(FileKind.TOPICS, file=SimpleUploadedFile("facts", BAD), by=staff)
    long_ago = timezone.now() - timedelta(days=1)
    FileImport.objects.update(state=JobState.RUNNING, attempts=FILES.attempts, lease_until=long_ago)
    with translation.override("ko"):
        recover_file_imports()
    assert [words in told for told in read_in(reader, client_of(staff), job)] == [True] * 3


def test_what_was_kept_as_a_sentence_is_still_shown(client_of: ClientOf, staff: User) -> None:
    job = imported(BAD, by=staff)
    FileImport.objects.update(rejects=[[2, "works_count: Input should be a valid integer"]])
    assert ["Input should be a valid integer" in told for told in read_in("ko", client_of(staff), job)] == [True] * 3


@pytest.mark.parametrize("language", ["en", "ko"])
def test_so_is_an_entry_of_a_bibliography_in_the_administration(
    client_of: ClientOf, staff: User, korean_researcher: Researcher, language: str
) -> None:
    reason = RefusalReason.values[0]
    job = PublicationImport.objects.create(
        researcher=korean_researcher, source=PublicationSource.BIBTEX, rejected=[["Lee2020", reason, 3]]
    )
    client = client_of(staff)
    client.cookies["django_language"] = language
    html = client.get(reverse("admin:people_publicationimport_change", args=[job.pk])).content.decode()
    with translation.override(language):
        assert f"Lee2020: {escape(RefusalReason(reason).label)}" in html


TOPIC = {"id": "T1", "name": "a", "domain": "b", "field": "c", "subfield": "d", "works_count": 1}


@pytest.mark.parametrize(
    ("row", "value", "fault"),
    [
        (TopicRow, TOPIC | {"id": "X1"}, FileFault.PATTERN),
        (TopicRow, TOPIC | {"works_count": -1}, FileFault.SMALL),
        (TopicRow, TOPIC | {"works_count": 2_000_000_001}, FileFault.LARGE),
        (TopicRow, TOPIC | {"works_count": "9" * 5000}, FileFault.NO_NUMBER),
        (TopicRow, TOPIC | {"works_count": "1.5"}, FileFault.NO_NUMBER),
        (TopicRow, {name: TOPIC[name] for name in TOPIC if name != "name"}, FileFault.MISSING),
        (TopicRow, 7, FileFault.NO_OBJECT),
        (OrganisationRow, ORGANISATION | {"name": "\0x"}, FileFault.NUL),
        (OrganisationRow, ORGANISATION | {"name": 7}, FileFault.NO_TEXT),
        (OrganisationRow, ORGANISATION | {"name": "x" * 301}, FileFault.LONG_TEXT),
        (OrganisationRow, ORGANISATION | {"country": "XX"}, FileFault.COUNTRY),
        (OrganisationRow, ORGANISATION | {"types": "facility"}, FileFault.NO_LIST),
        (OrganisationRow, ORGANISATION | {"relationships": ["x"]}, FileFault.NO_OBJECT),
        (ResearcherRow, PERSON | {"papers": [{"title": "x"}] * 2001}, FileFault.LONG_LIST),
        (ProjectRow, PROJECT | {"award_id": 7.5}, FileFault.NO_NUMBER),
        (ProjectRow, PROJECT | {"start_date": 7}, FileFault.NO_DATE),
        (ProjectRow, PROJECT | {"start_date": "2026-01-31"}, FileFault.US_DATE),
        (ProjectRow, PROJECT | {"end_date": "01/01/2020"}, FileFault.DATES),
    ],
)
def test_each_kind_of_bad_field_is_known(row: type[Any], value: Any, fault: FileFault) -> None:
    refused = validate(1, value, row)
    assert isinstance(refused, Reject)
    assert [one.kind for one in refused.faults] == [fault]
    assert refused.reason


def test_what_nobody_foresaw_is_quoted() -> None:
    class Odd(TopicRow):
        ratio: float

    refused = validate(1, TOPIC | {"ratio": "x"}, Odd)
    assert isinstance(refused, Reject)
    assert refused.reason.startswith("ratio: cannot be used (Input should be a valid number")


def test_of_a_line_with_very_many_faults_the_first_are_kept() -> None:
    refused = validate(1, PERSON | {"papers": [{}] * 2000}, ResearcherRow)
    assert isinstance(refused, Reject)
    assert len(refused.faults) == 10
