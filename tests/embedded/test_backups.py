"""Backups: whole or none, brought back whole or not at all, on another server as well."""

import errno
import json
import os
import uuid
from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as live
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg import sql
from pytest_django import Settings

from exchange.dossiers.enums import FileState
from exchange.embedded import endpoints
from exchange.embedded.backups import contents, filling, making
from exchange.embedded.backups.files import copy
from exchange.embedded.backups.manifest import read_manifest
from exchange.people.models import Researcher, User
from exchange.proposals.models import Attachment, Proposal
from tests.concurrency import Beside

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[User | Researcher], Client]


class Databases:
    """Others on the session's server; ``go`` leads everything there."""

    def __init__(self) -> None:
        self.known = dict(connection.settings_dict)
        self.made: list[str] = []
        self.owner = f"backup_owner_{uuid.uuid4().hex[:12]}"

    def make(self, *, owner: str = endpoints.ROLE, extension: bool = True) -> str:
        name = f"backup_{uuid.uuid4().hex[:12]}"
        self.made.append(name)
        self.tell(sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(*map(sql.Identifier, (name, owner))))
        if extension:
            self.tell("CREATE EXTENSION vector", at=name)
        return name

    def go(self, name: str, *, user: str = endpoints.ROLE) -> None:
        connection.close()
        connection.settings_dict |= {"NAME": name, "USER": user}

    def tell(self, what: str | sql.Composed, *, at: str = "postgres") -> None:
        with psycopg.connect(host=self.known["HOST"], user=endpoints.ROLE, dbname=at, autocommit=True) as other:
            other.execute(what)  # type: ignore[arg-type]

    def end(self) -> None:
        connection.close()
        connection.settings_dict |= self.known
        for name in self.made:
            self.tell(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        self.tell(f"DROP ROLE IF EXISTS {self.owner}")


@pytest.fixture
def databases() -> Iterator[Databases]:
    databases = Databases()
    yield databases
    databases.end()


@pytest.fixture(autouse=True)
def _folders(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    monkeypatch.setenv("GYORYU_HOME", str(tmp_path / "home"))


@pytest.fixture
def attachment(proposal: Proposal) -> Attachment:
    kept: Attachment = Attachment.objects.create(
        proposal=proposal,
        document="cv",
        side="KR",
        file=ContentFile(b"%PDF-1.7 not really", "cv.pdf"),
        name="이력서.pdf",
        content_type="application/pdf",
        size=19,
        sha256="0" * 64,
        state=FileState.CURRENT,
    )
    return kept


@pytest.fixture
def backup(attachment: Attachment, tmp_path: Path) -> Path:
    call_command("backup", str(tmp_path / "backup"))
    return tmp_path / "backup"


def elsewhere(settings: Settings, tmp_path: Path, name: str) -> Path:
    """Another machine's documents."""
    settings.MEDIA_ROOT = str(tmp_path / name)
    return tmp_path / name


def refused(*command: str) -> str:
    with pytest.raises(CommandError) as error:
        call_command(*command)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_from_embedded_to_a_server_and_back(
    backup: Path,
    attachment: Attachment,
    korean_researcher: Researcher,
    client_of: ClientOf,
    databases: Databases,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server's owner may not create extensions, and need not."""
    before = contents.count_rows()
    databases.tell(f"CREATE ROLE {databases.owner} LOGIN")
    server, back = databases.make(owner=databases.owner), databases.make(extension=False)
    monkeypatch.setenv("DATABASE_URL", f"postgres://{databases.owner}@/{server}")
    databases.go(server, user=databases.owner)
    elsewhere(settings, tmp_path, "server")
    call_command("restore", str(backup))
    assert contents.count_rows() == before
    call_command("backup", str(tmp_path / "again"))
    monkeypatch.delenv("DATABASE_URL")
    databases.go(back)
    media = elsewhere(settings, tmp_path, "back")
    call_command("restore", str(tmp_path / "again"))
    assert (contents.count_rows(), contents.count_objects()) == (before, read_manifest(backup).objects)
    assert (media / attachment.file.name).read_bytes() == b"%PDF-1.7 not really"
    client = client_of(korean_researcher)
    pages = [reverse("home"), reverse("proposal-list"), reverse("attachment", args=[attachment.public_id])]
    answers = [client.get(page) for page in pages]
    assert b"".join(answers[-1]) == b"%PDF-1.7 not really"
    assert [answer.status_code for answer in answers] == [HTTPStatus.OK] * 3


def test_a_backup_is_for_its_owner_alone(backup: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in (backup, *backup.glob("*.*"), backup / "secret_key")} == {
        0o700,
        0o600,
    }
    assert (backup / "secret_key").read_text() == live.SECRET_KEY


def test_the_key_comes_back_unless_the_environment_names_one(
    backup: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    databases.go(databases.make())
    call_command("restore", str(backup), replace=True)
    assert (endpoints.home() / "secret_key").read_text() == live.SECRET_KEY
    assert "SECRET_KEY" not in capsys.readouterr().err
    monkeypatch.setenv("SECRET_KEY", "another")
    call_command("restore", str(backup), replace=True)
    assert "SECRET_KEY names another key" in capsys.readouterr().err


def test_what_happens_meanwhile_is_whole_or_not_in_it(
    attachment: Attachment, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody signs up after the snapshot, and a document is erased with its row before it is copied."""
    dump, keep = making._dump, making._keep_files
    users = User.objects.count()

    def and_somebody_signs_up(target: Path, snapshot: str) -> None:
        Beside(lambda: User.objects.create_user("newcomer@example.org")).end()
        dump(target, snapshot)

    def and_something_is_erased(folder: Path) -> dict[str, object]:
        Attachment.objects.all().delete()
        (Path(live.MEDIA_ROOT) / attachment.file.name).unlink()
        return keep(folder)  # type: ignore[return-value]

    monkeypatch.setattr(making, "_dump", and_somebody_signs_up)
    monkeypatch.setattr(making, "_keep_files", and_something_is_erased)
    call_command("backup", str(tmp_path / "backup"))
    manifest = read_manifest(tmp_path / "backup")
    assert (manifest.tables["people_user"], User.objects.count(), manifest.lost) == (users, users + 1, [])
    databases.go(databases.make())
    call_command("restore", str(tmp_path / "backup"))
    assert User.objects.count() == users


def test_a_document_that_was_lost_before_is_named(attachment: Attachment, tmp_path: Path) -> None:
    (Path(live.MEDIA_ROOT) / attachment.file.name).unlink()
    with pytest.raises(CommandError, match=attachment.file.name) as said:
        call_command("backup", str(tmp_path / "backup"))
    assert said.value.returncode == 2
    assert read_manifest(tmp_path / "backup").lost == [attachment.file.name]


def test_a_full_disk_leaves_no_half_backup(
    attachment: Attachment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert "no space left" in refused("backup", str(tmp_path / "backup"))
    assert not (tmp_path / "backup").exists()


def test_a_backup_begins_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    assert "is not empty" in refused("backup", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def change(backup: Path, **fields: object) -> None:
    manifest = backup / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | fields))


def one_row_more(backup: Path) -> None:
    tables = read_manifest(backup).tables
    change(backup, tables={**tables, "people_user": tables["people_user"] + 1})


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "half": (lambda backup: (backup / "manifest.json").unlink(), "no whole backup"),
    "half a manifest": (lambda backup: shorten(backup / "manifest.json"), "cannot be read"),
    "no dump": (lambda backup: (backup / "database.dump").unlink(), "is missing"),
    "half a dump": (lambda backup: shorten(backup / "database.dump"), "digest differs"),
    "half a document": (lambda backup: shorten(next(backup.glob("documents/*/*/*"))), "digest differs"),
    "a newer code": (
        lambda backup: change(backup, migrations=["people.9999_later"]),
        "newer Gyoryu (people.9999_later",
    ),
    "a newer format": (lambda backup: change(backup, format=2), "newer Gyoryu"),
    "rows that lack": (one_row_more, "people_user: "),
    "not there": (lambda backup: backup.rename(backup.with_name("elsewhere")), "no whole backup"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_what_is_not_whole_changes_nothing(how: str, backup: Path, settings: Settings, tmp_path: Path) -> None:
    """Not even what it was told to replace."""
    spoil, said = SPOILT[how]
    spoil(backup)
    media = elsewhere(settings, tmp_path, "other")
    copy(Path(__file__), media / "old")
    before, triggers = contents.count_rows(), contents.count_objects()
    assert said in refused("restore", str(backup), "--replace")
    assert (contents.count_rows(), contents.count_objects()) == (before, triggers)
    assert [path.name for path in media.rglob("*") if path.is_file()] == ["old"]


@pytest.mark.parametrize("kind", [" INDEX ", " TRIGGER ", " FK CONSTRAINT "])
def test_a_dump_that_is_read_to_its_middle_only_changes_nothing(
    kind: str, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = filling._wanted
    monkeypatch.setattr(filling, "_wanted", lambda dump: "".join(without(kind, wanted(dump))))
    before = contents.count_rows()
    assert "came back of" in refused("restore", str(backup), "--replace")
    assert contents.count_rows() == before


def without(kind: str, listed: str) -> list[str]:
    return [line for line in listed.splitlines(keepends=True) if kind not in line]


def test_what_holds_data_is_replaced_only_where_that_was_said(
    backup: Path, databases: Databases, settings: Settings, tmp_path: Path
) -> None:
    assert "--replace" in refused("restore", str(backup))
    databases.go(databases.make())
    copy(Path(__file__), Path(live.MEDIA_ROOT) / "other")
    assert "holds documents already" in refused("restore", str(backup))
    call_command("restore", str(backup), "--replace")
    assert not (Path(live.MEDIA_ROOT) / "other").exists()


def test_nothing_is_replaced_while_somebody_is_connected(backup: Path, databases: Databases) -> None:
    name = connection.settings_dict["NAME"]
    with psycopg.connect(host=databases.known["HOST"], user=endpoints.ROLE, dbname=name):
        assert "1 other connections" in refused("restore", str(backup), "--replace")


def test_without_the_extension_and_the_right_to_make_it_one_line_says_so(backup: Path, databases: Databases) -> None:
    databases.tell(f"CREATE ROLE {databases.owner} LOGIN")
    databases.go(databases.make(owner=databases.owner, extension=False), user=databases.owner)
    assert "CREATE EXTENSION vector" in refused("restore", str(backup), "--replace")
    assert contents.tables() == []


def test_a_backup_is_looked_at_without_restoring(
    backup: Path, databases: Databases, capsys: pytest.CaptureFixture[str]
) -> None:
    databases.go(databases.make())
    call_command("restore", str(backup), "--check")
    assert "Whole" in capsys.readouterr().out
    assert contents.tables() == []
