"""Fill the database from a dump in one transaction, which ends only if everything adds up to what was backed up."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from exchange.embedded.backups import programs
from exchange.embedded.backups.contents import COUNTS_OF_OBJECTS, rows_of
from exchange.embedded.backups.errors import BackupError
from exchange.embedded.backups.manifest import Manifest

# All of ours goes; what an extension has brought stays, since its owner may be somebody else.
CLEAR = """
SET lock_timeout = '10s';
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT format('public.%I', c.relname) AS name,
      CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
  LOOP EXECUTE format('DROP %s IF EXISTS %s CASCADE', one.kind, one.name); END LOOP;
  FOR one IN SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE format('DROP ROUTINE IF EXISTS %s CASCADE', one.name); END LOOP;
END $$;
"""
CHECK = """
DO $$ DECLARE found bigint; BEGIN
  found := ({query});
  IF found <> {expected} THEN RAISE EXCEPTION '{name}: % came back of {expected}', found; END IF;
END $$;
"""


def fill_database(dump: Path, manifest: Manifest) -> None:
    """Raises :class:`BackupError`; then the database is what it was."""
    address = f"--dbname={programs.address()}"
    connection.close()
    with _file(CLEAR) as before, _file(_checks(manifest)) as after, _file(_wanted(dump)) as wanted:
        reading = ["--no-owner", "--no-privileges", "--file=-", f"--use-list={wanted}", str(dump)]
        writing = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null"]
        files = [f"--file={before}", "--file=-", f"--file={after}"]
        _pipe(programs.command("pg_restore", *reading), programs.command("psql", *writing, *files, address))


def _pipe(reading: list[str], writing: list[str]) -> None:
    """Where the first ends too soon, something is missing that the second checks at its end."""
    environment = programs.environment()
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(  # noqa: S603 - our own command, no shell
            reading, stdout=subprocess.PIPE, stderr=complaints, env=environment
        ) as first:
            second = subprocess.run(  # noqa: S603 - as above
                writing, stdin=first.stdout, stderr=subprocess.PIPE, check=False, env=environment
            )
        complaints.seek(0)
        # The first is ended by a signal where the second has stopped listening.
        if first.returncode > 0:
            raise BackupError(programs.complaint("pg_restore", complaints.read().decode(errors="replace")))
        if second.returncode:
            raise BackupError(programs.complaint("psql", second.stderr.decode(errors="replace")))


def _wanted(dump: Path) -> str:
    """The schema itself is there already."""
    listed = programs.run(programs.command("pg_restore", "--list", str(dump)))
    return "".join(f"{line}\n" for line in listed.splitlines() if " SCHEMA - public " not in line)


def _checks(manifest: Manifest) -> str:
    tables = [(name, rows_of(name).as_string(), rows) for name, rows in manifest.tables.items()]
    objects = [(name, COUNTS_OF_OBJECTS[name], number) for name, number in manifest.objects.items()]
    return "".join(CHECK.format(name=name, query=query, expected=number) for name, query, number in objects + tables)


@contextmanager
def _file(text: str) -> Iterator[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        yield file.name
