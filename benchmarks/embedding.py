"""Speed of embedding beside plain ``SentenceTransformer.encode``, and what half precision costs in neighbours.

Measured on the processor, and on the graphics processor too where there is one. Real passages are found through
``GYORYU_DATA`` (default ``../shared/data``); without them, invented ones are measured.
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

from matching.core.device import CPU, Device, computes_in_bfloat16, find_device
from matching.core.encoder import SentenceEncoder, default_folder

FloatArray = npt.NDArray[np.float32]

PASSAGES = 300
PASSAGES_ON_GPU = 20_000
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


def as_stored(vectors: FloatArray) -> FloatArray:
    return vectors.astype(np.float16).astype(np.float32)


def compare(name: str, texts: list[str], device: Device, reference: FloatArray) -> None:
    """Ours beside the plain library, both on ``device``: in turns, so that whatever else the machine does slows both."""
    plain, ours = SentenceTransformer(str(default_folder()), device=device.name), SentenceEncoder(device=device)

    def plainly() -> FloatArray:
        return np.asarray(plain.encode(texts, show_progress_bar=False), np.float32)

    plainly()
    vectors = ours.encode(texts)
    rounds = [(seconds(plainly), seconds(lambda: ours.encode(texts))) for _ in range(REPETITIONS)]
    before, after = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    print(f"{name}: {ours.tag}, {len(texts)} passages")
    print(f"  plain SentenceTransformer.encode  {len(texts) / before:8.0f} passages/s")
    print(f"  ours                              {len(texts) / after:8.0f} passages/s   ratio {ratio:.2f}")
    same = vectors[: len(reference)]
    apart = float(np.abs(as_stored(same) - as_stored(reference)).max())
    print(
        f"  top-{NEIGHBOURS} overlap with fp32          {overlap(same, reference):8.4f}   largest difference {apart:.5f}"
    )


def main() -> None:
    texts = passages(np.random.default_rng(7))
    reference = SentenceEncoder(device=Device(CPU, "fp32")).encode(texts)
    print(f"{os.cpu_count()} cores, bfloat16 {'yes' if computes_in_bfloat16() else 'no'}")
    compare("processor", texts, find_device(CPU), reference)
    best = find_device()
    if best.is_processor:
        print("graphics processor: none here")
        return
    many = (texts * (PASSAGES_ON_GPU // len(texts) + 1))[:PASSAGES_ON_GPU]
    for dtype in ("fp32", "bf16", "fp16"):
        compare(f"graphics processor {best.name}, {dtype}", many, Device(best.name, dtype), reference)


if __name__ == "__main__":
    main()
