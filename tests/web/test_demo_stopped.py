"""The demo's loading is stopped midway, by an error or a kill: it is all there afterwards, or not at all, on the disk too."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from exchange.office.models import Export
from exchange.people.models import User
from exchange.proposals.models import Attachment, Proposal
from exchange.web.demo import loading
from exchange.web.demo.files import discard_stopped
from exchange.web.demo.loading import load
from exchange.web.demo.removal import remove
from tests.concurrency import Beside

ROOT = Path(__file__).parents[2]
Kill = Callable[[], None]

pytestmark = pytest.mark.django_db


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def midway(media: Path) -> Iterator[Kill]:
    """A loading that has come so far, until it is killed."""
    ours = {"DATABASE": str(connection.settings_dict["NAME"]), "MEDIA_ROOT": str(media)}
    command = [sys.executable, "-W", "ignore", "-m", "tests.web.stopped_demo"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | ours, stdout=subprocess.PIPE) as loader:
        assert loader.stdout
        try:
            assert loader.stdout.readline() == b"midway\n"
            yield loader.kill
        finally:
            loader.kill()


@pytest.fixture
def killed_midway(midway: Kill) -> None:
    midway()


def _files(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


def _named() -> set[str]:
    return {*Attachment.objects.values_list("file", flat=True), *Export.objects.values_list("path", flat=True)}


def test_the_next_loading_after_a_kill_deletes_what_no_row_names_and_loads_all(
    media: Path, killed_midway: None
) -> None:
    left = _files(media)
    kinds = {path.partition("/")[0] for path in left}
    assert kinds == {"demo-loading", "proposals", "exports"}
    assert (User.objects.count(), Proposal.objects.count(), Attachment.objects.count()) == (0, 0, 0)
    load()
    assert (Proposal.objects.count(), Export.objects.count()) == (13, 2)
    assert _files(media) == _named()
    assert not _files(media) & left


def test_files_of_a_loading_under_way_are_left_alone_until_it_is_over(media: Path, midway: Kill) -> None:
    written = _files(media)
    other = Beside(discard_stopped)
    other.wait_until_it_waits()
    assert _files(media) == written
    midway()
    other.end()
    assert _files(media) == set()


def test_removing_after_a_kill_deletes_them_unless_it_only_asks(media: Path, killed_midway: None) -> None:
    left = _files(media)
    remove(for_good=False)
    assert _files(media) == left != set()
    remove()
    assert _files(media) == set()


def test_an_error_leaves_nothing_at_once(media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def fail(*_arguments: object) -> None:
        written.extend(_files(media))
        raise KeyboardInterrupt

    monkeypatch.setattr(loading, "load_papers", fail)
    with pytest.raises(KeyboardInterrupt):
        load()
    assert len(written) > 20
    assert (_files(media), User.objects.count(), Attachment.objects.count()) == (set(), 0, 0)


def test_files_of_a_loading_that_ended_stay_though_it_was_killed_before_it_crossed_out_its_notes(
    media: Path, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    monkeypatch.setattr(loading, "discard_stopped", lambda: None)
    load()
    monkeypatch.undo()
    assert any(path.startswith("demo-loading/") for path in _files(media))
    load()
    assert _files(media) == _named()
    with django_capture_on_commit_callbacks(execute=True):
        remove()
    assert _files(media) == set()
