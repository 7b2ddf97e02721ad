"""Files of facts from the browser: kept, read by a worker batch by batch, one of a kind at a time."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exchange.jobs.enums import JobState
from exchange.people.enums import FileKind
from exchange.people.imports import importing
from exchange.people.imports.job import execute_file_import
from exchange.people.models import FileImport, Organisation, Topic, User
from exchange.people.services.account import export_account
from exchange.people.services.file_imports import FILES, FileImportUnderWay, recover_file_imports, request_file_import

ClientOf = Callable[[User], Client]
TOPICS = "id,name,domain,field,subfield,works_count\n" + "".join(
    f"T{number},Topic {number},Physical Sciences,Engineering,Control,{number}\n" for number in range(7)
)
ROR = {
    "id": "https://ror.org/05apxxy63",
    "names": [{"value": "Hanbit University", "types": ["ror_display"]}],
    "locations": [{"geonames_details": {"country_code": "KR", "name": "Seoul"}}],
    "domains": ["hanbit.ac.kr"],
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def send(kind: FileKind, content: bytes, *, by: User, name: str = "file") -> FileImport:
    return request_file_import(kind, file=SimpleUploadedFile(name, content), by=by)


def test_a_file_is_read_and_then_gone(staff: User, tmp_path: Path) -> None:
    job = send(FileKind.TOPICS, TOPICS.encode() + b"bad,line\n", by=staff, name="topics.csv")
    assert job.state == JobState.QUEUED
    assert execute_file_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.taken, job.rejected) == (JobState.DONE, 8, 7, 1)
    assert job.rejects[0][0] == 9
    assert Topic.objects.count() == 7
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_each_batch_stays_and_shows(staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    job = send(FileKind.TOPICS, TOPICS.encode(), by=staff)
    seen: list[tuple[int, int]] = []
    kept = FILES.model.objects

    def note(rows: Any) -> None:
        seen.append((kept.get(pk=job.pk).done, Topic.objects.count()))
        if len(seen) == 3:
            raise RuntimeError("worker")

    monkeypatch.setattr("exchange.people.imports.topics.TopicImport.take_batch", _after(note))
    with pytest.raises(RuntimeError):
        execute_file_import(job.pk)
    assert seen == [(0, 3), (3, 6), (6, 7)]
    assert kept.get(pk=job.pk).state == JobState.FAILED


def _after(note: Callable[[Any], None]) -> Callable[[Any, Any], None]:
    def taken(self: importing.Importing, rows: Any) -> None:
        self.counts += self.store(rows)
        note(rows)

    return taken


def archive(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


DUMP = json.dumps([ROR]).encode()


@pytest.mark.parametrize(
    "content",
    [
        DUMP,
        gzip.compress(DUMP),
        archive(ror__json=b"[1]", ror_v2__json=DUMP, ror_v2__csv=b"id"),
        archive(ror__json=DUMP),
    ],
    ids=["plain", "gzip", "as published", "one file"],
)
def test_the_dump_comes_as_it_is_published(staff: User, content: bytes) -> None:
    job = send(FileKind.ORGANISATIONS, content, by=staff)
    execute_file_import(job.pk)
    assert list(Organisation.objects.values_list("ror_id", "domains")) == [(ROR["id"], ["hanbit.ac.kr"])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (archive(a__json=DUMP, b__json=DUMP), "2 tables"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"[{", "damaged"),
        (b"\n\n", "it is empty"),
    ],
    ids=["two tables", "no archive", "cut off", "empty"],
)
def test_what_cannot_be_read_is_told_with_its_own_name(staff: User, content: bytes, words: str) -> None:
    job = send(FileKind.ORGANISATIONS, content, by=staff, name="ror.zip")
    execute_file_import(job.pk)
    job.refresh_from_db()
    assert (job.state, words in job.failure, job.failure.startswith("ror.zip:")) == (JobState.FAILED, True, True)


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        (FileKind.TOPICS, b"%PDF-1.4\n" + b"1 0 obj, <<>>, x\n" * 9, "must name the columns id, name"),
        (FileKind.TOPICS, TOPICS.replace(",", ";").encode(), "must name the columns id, name"),
        (FileKind.TOPICS, b'"' + TOPICS.encode(), "must name the columns id, name"),
        (FileKind.ORGANISATIONS, TOPICS.encode(), "no line of it is an object"),
        (FileKind.ORGANISATIONS, gzip.compress(TOPICS.encode()), "no line of it is an object"),
    ],
    ids=["a PDF", "semicolons", "an open quotation mark", "topics", "topics in gzip"],
)
def test_another_kind_of_file_is_told_once_and_not_in_every_line(
    staff: User, kind: FileKind, content: bytes, words: str
) -> None:
    job = send(kind, content, by=staff, name="mine")
    execute_file_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.rejected, words in job.failure) == (JobState.FAILED, 0, True)


def test_one_of_a_kind_at_a_time(staff: User) -> None:
    send(FileKind.TOPICS, b"a", by=staff)
    with pytest.raises(FileImportUnderWay):
        send(FileKind.TOPICS, b"b", by=staff)
    send(FileKind.ORGANISATIONS, b"c", by=staff)


def test_an_empty_or_endless_file_is_refused(staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValidationError, match="empty"):
        send(FileKind.TOPICS, b"", by=staff)
    monkeypatch.setattr("exchange.people.services.file_imports.MOST_BYTES", 3)
    with pytest.raises(ValidationError, match="larger"):
        send(FileKind.TOPICS, b"four", by=staff)
    assert not FileImport.objects.exists()


def test_what_waits_is_handed_out_again(staff: User, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr("exchange.jobs.services.dispatch", lambda kind, pk: sent.append(pk))
    job = send(FileKind.TOPICS, TOPICS.encode(), by=staff)
    assert (recover_file_imports(), sent) == ([job.pk], [job.pk])


def test_the_page_shows_how_far_it_is(client_of: ClientOf, staff: User) -> None:
    client, page = client_of(staff), reverse("file-import", args=["topics"])
    answer = client.post(page, {"file": SimpleUploadedFile("topics.csv", TOPICS.encode())})
    assert answer.headers["Location"] == page
    job = FileImport.objects.get()
    piece = reverse("file-import-detail", args=[job.public_id])
    assert f'hx-get="{piece}"' in client.get(page).content.decode()
    execute_file_import(job.pk)
    told = client.get(piece).content.decode()
    assert ("hx-get" in told, "7 of 7 lines were taken" in " ".join(told.split())) == (False, True)
    assert client.post(page, {}).status_code == 422
    assert client.get("/imports/people/").status_code == 404


@pytest.mark.parametrize(("refused", "folded"), [(10, []), (12, ["11", "12"])])
def test_the_first_refused_lines_are_open_and_the_rest_folded(
    client_of: ClientOf, staff: User, refused: int, folded: list[str]
) -> None:
    rejects = [[line, f"fault {line}"] for line in range(1, refused + 1)]
    job = FileImport.objects.create(
        kind=FileKind.TOPICS, name="t", size=1, state=JobState.DONE, rejected=refused, rejects=rejects
    )
    shown = client_of(staff).get(reverse("file-import-detail", args=[job.public_id])).content.decode()
    first, _opens, rest = shown.partition("<details>")
    assert [re.findall(r"Line (\d+):", part) for part in (first, rest)] == [[str(n + 1) for n in range(10)], folded]


def test_the_api_takes_files_too(client_of: ClientOf, staff: User) -> None:
    api = client_of(staff)
    body = {"kind": "topics", "file": SimpleUploadedFile("topics.csv", TOPICS.encode())}
    made = api.post("/api/v1/file-imports", body)
    assert (made.status_code, made.json()["state"]) == (202, "queued")
    body = {"kind": "topics", "file": SimpleUploadedFile("topics.csv", TOPICS.encode())}
    assert api.post("/api/v1/file-imports", body).status_code == 409
    execute_file_import(FileImport.objects.get().pk)
    assert api.get(f"/api/v1/file-imports/{made.json()['public_id']}").json()["counts"]["created"] == 7
    assert api.get("/api/v1/file-imports").json()["count"] == 1


def test_who_sent_a_file_reads_it_in_the_own_data(staff: User) -> None:
    send(FileKind.TOPICS, b"a", by=staff, name="topics.csv")
    assert [one["name"] for one in export_account(staff)["people"]["file_imports"]] == ["topics.csv"]


def test_what_is_left_out_of_a_dump_is_told_so_that_the_numbers_add_up(client_of: ClientOf, staff: User) -> None:
    abroad = ROR | {"id": "https://ror.org/05apxxy64", "locations": [{"geonames_details": {"country_code": "DE"}}]}
    dump = json.dumps([ROR, abroad, abroad | {"id": "https://ror.org/05apxxy65"}, {"id": "https://ror.org/05apxxy66"}])
    execute_file_import(send(FileKind.ORGANISATIONS, dump.encode(), by=staff).pk)
    told = client_of(staff).get(reverse("file-import", args=["organisations"])).content.decode()
    said = "1 of 4 lines were taken, 1 refused. 2 organisations of other countries were left out."
    assert " ".join(told.split()).count(said) == 1
