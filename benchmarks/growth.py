"""What a full run and one changed person cost as the crowd grows, with an encoder that costs next to nothing.

``python -m benchmarks.growth [--json] [people …]``; prints a table, or with ``--json`` one line a size. Each size has a process and
a database of its own, so that the peak of one says nothing of the next. Themes cluster as those of a field do (few large, many
small), half of the people are on each side, and every Korean statement stands in both languages.
"""

import argparse
import hashlib
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from benchmarks._database import throw_away_database

if TYPE_CHECKING:
    from exchange.people.models import Researcher
    from matching.enums import RunKind

SIZES = (1_000, 4_000, 10_000)
PROJECTS = 10
"""One project for so many people."""
DIMENSIONS, THEMES, OWN_WORDS = 384, 200, 40
CHANGES = 5
"""The median of so many single changes."""

rng = random.Random(7)  # noqa: S311 - synthetic data
FloatArray = npt.NDArray[np.float32]


class WordEncoder:
    """A text is the sum of its words, a word a direction that follows from its letters."""

    tag, dimensions = "benchmark-words@1", DIMENSIONS

    def encode(self, texts: Sequence[str]) -> FloatArray:
        sums = np.stack([sum(map(_direction, text.lower().split()), start=_direction("")) for text in texts])
        vectors: FloatArray = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return vectors


@cache
def _direction(word: str) -> FloatArray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSIONS, dtype=np.float32)


def _themes() -> Iterator[float]:
    return (1 / (rank + 3) for rank in range(THEMES))


_SHARES = list(accumulate(_themes()))


def text(language: str, length: int, theme: int | None = None) -> str:
    """Two thirds words of one theme, the rest of all."""
    own = rng.choices(range(THEMES), cum_weights=_SHARES)[0] if theme is None else theme
    words = (
        f"{language}{own}w{rng.randrange(OWN_WORDS)}"
        if rng.random() < 2 / 3
        else f"{language}common{rng.randrange(300)}"
        for _ in range(length)
    )
    return " ".join(words) + "."


def make_crowd(people: int) -> None:
    from benchmarks import _crowd

    organisations = _crowd.make_organisations()
    crowd = _crowd.make_people(people, organisations)
    projects = _crowd.make_projects(people // PROJECTS, [person for person in crowd if person.country == "US"])
    write_texts(crowd, projects)


def write_texts(crowd: "Sequence[Researcher]", projects: Sequence[Any]) -> None:
    """A statement, three to eight publications, and up to two offers and two needs each."""
    from benchmarks._crowd import BATCH, save
    from exchange.people.enums import Direction, PublicationSource, ResourceKind
    from exchange.people.models import Publication, Researcher, ResearcherResource
    from exchange.projects.models import Project

    papers, things = [], []
    for person in crowd:
        theme = rng.choices(range(THEMES), cum_weights=_SHARES)[0]
        person.statement_en = text("en", 70, theme)
        person.statement_ko = text("ko", 50, theme) if person.country == "KR" else ""
        for number in range(rng.randint(3, 8)):
            title = f"{number} {text('en', 9, theme)}"
            papers.append(
                Publication(
                    researcher=person,
                    title=title,
                    folded_title=f"{person.pk} {title}",
                    abstract=text("en", 110, theme),
                    source=PublicationSource.MANUAL,
                    is_representative=number < 5,
                )
            )
        for direction in Direction.values:
            things += [
                ResearcherResource(
                    researcher=person,
                    direction=direction,
                    kind=rng.choice(ResourceKind.values),
                    text=text("en", 12, theme),
                )
                for _ in range(rng.randint(0, 2))
            ]
    for project in projects:
        project.summary = text("en", 90)
    Researcher.objects.bulk_update(crowd, ["statement_en", "statement_ko"], batch_size=BATCH)
    Project.objects.bulk_update(projects, ["summary"], batch_size=BATCH)
    save(papers)
    save(things)


def run(kind: "RunKind") -> float:
    """Seconds of one run, from asking for it to its end."""
    from matching.services.runs import execute_run, queue_run

    began = time.perf_counter()
    assert execute_run(queue_run(kind), encoder=WordEncoder())
    return time.perf_counter() - began


def change_somebody(number: int) -> None:
    from django.utils import timezone

    from exchange.people.models import Researcher

    person = Researcher.objects.order_by("pk")[number * 7 % Researcher.objects.count()]
    person.statement_en = text("en", 70)
    person.save()
    Researcher.objects.filter(pk=person.pk).update(changed_at=timezone.now())


def measure(people: int) -> dict[str, float]:
    with throw_away_database():
        from django.db import connection

        from matching.enums import RunKind

        make_crowd(people)
        connection.cursor().execute("ANALYZE")
        # The first compiles and writes everything; a nightly one finds most of it as it was.
        first, full = run(RunKind.FULL), run(RunKind.FULL)
        changes = []
        for number in range(CHANGES):
            change_somebody(number)
            changes.append(run(RunKind.REFRESH))
        run(RunKind.FULL)
        differing = _said_by_the_last_run()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "people": people,
        "first_s": round(first, 2),
        "full_s": round(full, 2),
        "change_s": round(sorted(changes)[CHANGES // 2], 2),
        "peak_mib": round(peak),
        "differing": differing,
    }


def _said_by_the_last_run() -> int:
    """Matches that a full run after the changes found otherwise than the changes had left them: none, or something is wrong."""
    from matching.models import Match, Run

    last = Run.objects.latest("pk")
    return Match.objects.filter(run=last).count() + int(last.report["removed_pairs"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="*", type=int, default=SIZES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.people[0])))
        return
    if not arguments.json:
        print(f"{'people':>9} {'first run':>10} {'full run':>10} {'one change':>11} {'peak':>9} {'differing':>10}")
    for people in arguments.people:
        line = _in_own_process(people)
        found = json.loads(line)
        print(line if arguments.json else _row(found), flush=True)


def _in_own_process(people: int) -> str:
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.growth", "--one", str(people)]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()  # noqa: S603
    return lines[-1]


def _row(found: dict[str, float]) -> str:
    return (
        f"{found['people']:>9,.0f} {found['first_s']:>8.1f} s {found['full_s']:>8.1f} s"
        f" {found['change_s']:>9.2f} s {found['peak_mib']:>5,.0f} MiB {found['differing']:>10,.0f}"
    )


if __name__ == "__main__":
    main()
