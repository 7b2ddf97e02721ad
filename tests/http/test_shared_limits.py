"""While Valkey is away the processes of an installation count together."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection

from exchange.embedded import absence
from exchange.http.caches import TABLE
from tests.http.other_process import let_through
from tests.valkey import forget_tries

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _valkey_is_away(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    forget_tries()
    monkeypatch.setattr(absence, "LEFT_ALONE_SECONDS", 600.0)
    absence.VALKEY.note_silence(OSError("It is away."))
    yield
    forget_tries()


def _rows() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_while_valkey_is_away")
        return [key for (key,) in cursor.fetchall()]


def test_what_one_process_let_through_the_next_one_counts_too() -> None:
    assert let_through(3) == 3
    database = {"DATABASE": str(connection.settings_dict["NAME"])}
    command = [sys.executable, "-W", "ignore", "-m", "tests.http.other_process"]
    other = subprocess.run(command, cwd=ROOT, env=os.environ | database, capture_output=True, check=True, timeout=300)
    assert (other.stdout, let_through(1)) == (b"2", 0)


def test_the_table_names_nobody_and_holds_nothing_but_what_is_counted() -> None:
    cache.set("worklist", {"calls": 1})
    let_through(1)
    assert (cache.get("worklist"), [len(key) for key in _rows()]) == ({"calls": 1}, [64, 64])


def test_each_counts_for_itself_where_the_table_cannot_be_asked() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} RENAME TO elsewhere")
        try:
            assert (let_through(6), let_through(1)) == (5, 0)
        finally:
            cursor.execute(f"ALTER TABLE elsewhere RENAME TO {TABLE}")
