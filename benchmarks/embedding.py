"""Speed of embedding beside plain ``SentenceTransformer.encode``, and what bfloat16 costs in neighbours.

Real passages are found through ``GYORYU_DATA`` (default ``../shared/data``); without them, invented ones are measured.
"""

import gzip
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sentence_transformers import SentenceTransformer

from matching.core.encoder import SentenceEncoder, computes_in_bfloat16, default_folder

FloatArray = npt.NDArray[np.float32]

PASSAGES = 300
REPETITIONS = 3
NEIGHBOURS = 10


def passages(rng: np.random.Generator) -> list[str]:
    path = Path(os.environ.get("GYORYU_DATA", "../shared/data")) / "nsf_awards_fy2026.jsonl.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        texts = [f"{row['title']}. {row['abstract'] or ''}"[:1000] for row in rows]
        print(f"{path.name}: {min(PASSAGES, len(texts))} passages")
    else:
        words = np.array(["sensor", "lattice", "protein", "market", "robot", "learning", "circuit", "vision", "ocean"])
        lengths = rng.integers(10, 160, PASSAGES)
        texts = [" ".join(rng.choice(words, length)) for length in lengths]
        print(f"invented text: {PASSAGES} passages, since {path} is not there")
    return [texts[i] for i in rng.permutation(len(texts))[:PASSAGES]]


def seconds(work: Callable[[], FloatArray]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def neighbours(vectors: FloatArray) -> list[set[int]]:
    similarities = vectors @ vectors.T
    np.fill_diagonal(similarities, -1)
    return [set(row) for row in np.argpartition(-similarities, NEIGHBOURS, axis=1)[:, :NEIGHBOURS].tolist()]


def overlap(vectors: FloatArray, reference: FloatArray) -> float:
    both = zip(neighbours(vectors), neighbours(reference), strict=True)
    return statistics.mean(len(one & other) / NEIGHBOURS for one, other in both)


def main() -> None:
    texts = passages(np.random.default_rng(7))
    plain, ours = SentenceTransformer(str(default_folder()), device="cpu"), SentenceEncoder()
    print(f"{os.cpu_count()} cores, bfloat16 {'yes' if computes_in_bfloat16() else 'no'}, ours {ours.tag}")

    def plainly() -> FloatArray:
        return np.asarray(plain.encode(texts, show_progress_bar=False), np.float32)

    reference, vectors = plainly(), ours.encode(texts)
    # In turns, so that whatever else the machine does slows both.
    rounds = [(seconds(plainly), seconds(lambda: ours.encode(texts))) for _ in range(REPETITIONS)]
    before, after = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"plain SentenceTransformer.encode  {len(texts) / before:8.0f} passages/s")
    print(f"ours                              {len(texts) / after:8.0f} passages/s")
    print(
        f"ratio (median of {REPETITIONS})                {statistics.median(a / b for a, b in rounds):8.2f}  (wanted: 1.8 with bfloat16)"
    )
    print(f"top-{NEIGHBOURS} overlap with fp32          {overlap(vectors, reference):8.4f}  (wanted: 0.985)")


if __name__ == "__main__":
    main()
