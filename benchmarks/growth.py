"""What a full run and one changed person cost as the crowd grows, with an encoder that costs next to nothing.

``python -m benchmarks.growth [--json] [people …] [--workers 2 4]``; one line a size. Each size has a database of its own, and each
kind of run a process, whose peak is then a worker's: reading, scoring and publishing, without a real model. Themes cluster as those of a field do (few large, many
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
from multiprocessing import get_context
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
    from exchange.people.models import Researcher

    person = Researcher.objects.order_by("pk")[number * 7 % Researcher.objects.count()]
    person.statement_en = text("en", 70)
    person.save()


# What a worker does, each in a process of its own, so that its peak is the worker's alone.


def first() -> dict[str, float]:
    """Everything is read and embedded, and the index of vectors built as they come."""
    from django.db import connection

    from matching.enums import RunKind

    seconds = run(RunKind.FULL)
    connection.cursor().execute("ANALYZE")
    return {"first_s": seconds}


def full() -> dict[str, float]:
    """As every night: most is found as it was."""
    from matching.enums import RunKind

    return {"full_s": run(RunKind.FULL), "full_mib": _peak()}


def change() -> dict[str, float]:
    """The median of some; the first, which loads what is compiled, is not among them."""
    from matching.enums import RunKind

    rng.seed(11)
    seconds = []
    for number in range(CHANGES + 1):
        change_somebody(number)
        seconds.append(run(RunKind.REFRESH))
    return {"change_s": sorted(seconds[1:])[CHANGES // 2], "change_mib": _peak()}


def differing() -> dict[str, float]:
    """Matches that a full run finds otherwise than the changes had left them: none, or something is wrong."""
    from matching.enums import RunKind
    from matching.models import Match, Run

    run(RunKind.FULL)
    last = Run.objects.latest("pk")
    return {"differing": Match.objects.filter(run=last).count() + int(last.report["removed_pairs"])}


def help_out() -> dict[str, float]:
    """Makes parts of the run under way until it is over."""
    from matching.models import Run, Shard
    from matching.services.shards import SHARDS, make_shard

    made, last = 0, Run.objects.latest("pk").pk
    print("ready", flush=True)
    while not Run.objects.filter(pk__gt=last).exclude(finished_at=None).exists():
        for pk in (SHARDS.waiting_rows & Shard.objects.filter(run__pk__gt=last)).values_list("pk", flat=True):
            made += make_shard(pk)
        time.sleep(0.05)  # between two looks at the database, as a worker would wait for its queue
    return {"parts": made, "peak_mib": _peak()}


WORK = {work.__name__: work for work in (first, full, change, differing, help_out)}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _begin(work: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.growth", "--work", work.__name__]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ourselves


def _wait_until_ready(helper: "subprocess.Popen[str]") -> None:
    assert helper.stdout is not None
    assert helper.stdout.readline() == "ready\n"


def _end(worker: "subprocess.Popen[str]") -> dict[str, float]:
    output, _error = worker.communicate()
    assert worker.returncode == 0
    found: dict[str, float] = json.loads(output.splitlines()[-1])
    return found


def measure(people: int, workers: Sequence[int]) -> dict[str, float]:
    with throw_away_database():
        from django.db import connection

        make_crowd(people)
        connection.cursor().execute("ANALYZE")
        found: dict[str, float] = {"people": people}
        for work in (first, full, change, differing):
            found |= _end(_begin(work))
        for count in workers:
            helpers = [_begin(help_out) for _ in range(count - 1)]
            for helper in helpers:
                _wait_until_ready(helper)
            found[f"full_by_{count}_s"] = _end(_begin(full))["full_s"]
            for helper in helpers:
                _end(helper)
    found["peak_mib"] = max(found.pop("full_mib"), found.pop("change_mib"))
    return {name: round(value, 2) for name, value in found.items()}


def _work(name: str) -> None:
    """On the database of the process that started this one."""
    import django

    django.setup()
    print(json.dumps(WORK[name]()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="*", type=int, default=SIZES)
    parser.add_argument("--json", action="store_true", help="one line a size, for machines")
    parser.add_argument(
        "--workers", nargs="*", type=int, default=[], help="also the same full run shared by so many processes"
    )
    parser.add_argument("--work", choices=WORK, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        _work(arguments.work)
        return
    for people in arguments.people:
        found = _in_own_process(people, arguments.workers)
        print(json.dumps(found) if arguments.json else _told(found), flush=True)


def _in_own_process(people: int, workers: Sequence[int]) -> dict[str, float]:
    """Each size has engines and a database of its own, and Django is set up once in a process."""
    context = get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(measure, (people, workers))


def _told(found: dict[str, float]) -> str:
    names = {
        "people": "{:>9,.0f} people",
        "first_s": "first run {:.1f} s",
        "full_s": "full run {:.1f} s",
        "change_s": "one change {:.2f} s",
        "peak_mib": "peak of a worker {:,.0f} MiB",
        "differing": "then found otherwise: {:,.0f}",
    }
    rest = {name: f"{name} {{:.1f}}" for name in found if name not in names}
    return " · ".join(said.format(found[name]) for name, said in (names | rest).items())


if __name__ == "__main__":
    main()
