"""The real input from files to suggestions: how long each part takes, and what memory it needs.

Reads the files of ``GYORYU_DATA`` (default ``../shared/data``) through the product's own commands, as an operator
would: organisations, topics, researchers and projects are imported, and everybody is matched in a throw-away database.
A second matching shows what is done when nothing has changed.
"""

import os
import resource
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from benchmarks._database import throw_away_database

MIB_OF_KIB = 1024
FILES = {
    "import_organisations": "ror_kr_us.jsonl.gz",
    "import_topics": "openalex_topics.csv",
    "import_researchers": "expertise_dev.jsonl.gz",
    "import_projects": "nsf_awards_fy2026.jsonl.gz",
}
OPTIONS = {"import_researchers": {"country": "KR", "consent_basis": "a measurement in a throw-away database"}}


def main() -> None:
    data = Path(os.environ.get("GYORYU_DATA", "../shared/data"))
    missing = [name for name in FILES.values() if not (data / name).is_file()]
    if missing:
        print(f"skipped, since {data} lacks {', '.join(missing)}")
        return
    with throw_away_database():
        began = time.perf_counter()
        for command, name in FILES.items():
            timed(f"{command} {name}", command, data / name, **OPTIONS.get(command, {}))
        for title in ("match", "match again, nothing changed"):
            told = timed(title, "match")
            print("".join(f"    {line}\n" for line in told.splitlines()), end="")
        print(f"altogether {time.perf_counter() - began:.1f} s")


def timed(title: str, command: str, *arguments: object, **options: object) -> str:
    """What the command printed; its seconds and the process's peak so far are told."""
    told, began = StringIO(), time.perf_counter()
    call_command(command, *arguments, stdout=told, **options)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB_OF_KIB
    print(f"{title:45} {seconds:6.1f} s, peak of the process {peak:.0f} MiB")
    return told.getvalue()


if __name__ == "__main__":
    main()
