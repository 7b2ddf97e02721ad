"""Time and memory of scoring, with pooling, rules and the best of each list, beside the bare blocked matrix product.

``python -m benchmarks.scoring [passages] [targets]``; owners have 1 to 19 passages, targets one.
"""

import os
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_info, threadpool_limits  # type: ignore[import-untyped]

from matching.core.listing import Block, best_lists
from matching.core.scoring import ScoreWeights
from matching.core.subjects import KR, US, Facts, Passages, Subjects, Topics

FloatArray = npt.NDArray[np.float32]

DIMENSIONS, TOP_K, THREADS, REPETITIONS = 384, 20, 2, 5
BLOCK = 8192
MIB = 2**20


def unit_rows(rng: np.random.Generator, count: int) -> FloatArray:
    rows = rng.standard_normal((count, DIMENSIONS), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def subjects(rng: np.random.Generator, counts: npt.NDArray[np.int64], *, side: int, first: int) -> Subjects:
    """Subjects of one side with ``counts`` passages each; one in twenty has not agreed, a third has no dates."""
    size = len(counts)
    topical = Passages.grouped(np.repeat(np.arange(size), counts), unit_rows(rng, int(counts.sum())), count=size)
    starts = np.datetime64("2026-01-01", "D") + rng.integers(0, 700, size).astype("timedelta64[D]")
    starts[rng.random(size) < 1 / 3] = np.datetime64("NaT")
    facts = Facts(
        side=np.full(size, side, np.int8),
        wanted=np.full(size, KR | US, np.int8),
        across=np.ones(size, bool),
        listed=np.ones(size, bool),
        consents=rng.random(size) < 0.95,
        open=np.ones(size, bool),
        starts=starts,
        ends=starts + np.timedelta64(400, "D"),
        identity=np.arange(first, first + size),
    )
    return Subjects(topical, Passages.none(size), Passages.none(size), Topics.none(size), facts)


def bare_product(passages: FloatArray, targets: FloatArray) -> None:
    out = np.empty((BLOCK, len(targets)), np.float32)
    for begin in range(0, len(passages), BLOCK):
        block = passages[begin : begin + BLOCK]
        np.matmul(block, targets.T, out=out[: len(block)])


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak_memory(work: Callable[[], object]) -> float:
    """Most memory in use at once beyond what was there before, in MiB."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MIB


def owners_of(rng: np.random.Generator, passages: int) -> npt.NDArray[np.int64]:
    return rng.integers(1, 20, max(1, passages // 10))


def main(passages: int = 200_000, targets: int = 2_000) -> None:
    rng = np.random.default_rng(7)
    people = subjects(rng, owners_of(rng, passages), side=KR, first=0)
    others = subjects(rng, np.ones(targets, np.int64), side=US, first=len(people))

    def ours() -> object:
        block = Block(others, np.arange(targets), np.zeros((0, 2), np.int64))
        return best_lists(people, [block], of_people=False, weights=ScoreWeights(), top_k=TOP_K, threads=THREADS)

    def bare() -> None:
        with threadpool_limits(THREADS, "blas"):
            bare_product(people.topical.vectors, others.topical.vectors)

    print(f"{len(people.topical):,} passages of {len(people):,} people, {targets:,} targets")
    [blas] = {f"{one['internal_api']} {one['architecture']}" for one in threadpool_info() if "numpy" in one["filepath"]}
    print(f"{THREADS} threads on {os.cpu_count()} cores, products by {blas}")
    ours()  # compiles
    print(f"peak memory of ours {peak_memory(ours):10.0f} MiB")
    print(f"all scores at once  {len(people.topical) * targets * 4 / MIB:10.0f} MiB")
    bare()
    # In turns, so that whatever else the machine does slows both.
    rounds = [(seconds(bare), seconds(ours)) for _ in range(REPETITIONS)]
    print(f"bare product {statistics.median(one for one, _ in rounds):8.2f} s")
    print(f"ours         {statistics.median(other for _, other in rounds):8.2f} s")
    ratio = statistics.median(other / one for one, other in rounds)
    print(f"ratio        {ratio:8.2f}  (median of {REPETITIONS}; wanted: 1.3)")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
