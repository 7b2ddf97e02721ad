"""The Korean reader beside the English model: passages per second, time to load, memory.

Korean passages are those of ``ko_en_dev.jsonl`` found through ``GYORYU_DATA`` (default ``../shared/data``), read again and
again; without it, invented ones.
"""

import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from matching.core.encoder import Encoder, SentenceEncoder
from matching.core.korean import KoreanEncoder

ENGLISH_PASSAGES, KOREAN_PASSAGES = 60, 1_200
LEAST_RATIO, LONGEST_LOAD, MOST_MEMORY = 20, 0.2, 60


def passages() -> tuple[list[str], list[str]]:
    """English and Korean texts about the same things."""
    path = Path(os.environ.get("GYORYU_DATA", "../shared/data")) / "ko_en_dev.jsonl"
    if path.is_file():
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        english, korean = [row["abstract_en"] for row in rows], [row["statement_ko"] for row in rows]
    else:
        print(f"invented text, since {path} is not there")
        english, korean = (
            ["We study robots that learn with people. " * 12],
            ["사람과 함께 배우는 로봇을 연구한다. " * 14],
        )
    return repeated(english, ENGLISH_PASSAGES), repeated(korean, KOREAN_PASSAGES)


def repeated(texts: Sequence[str], count: int) -> list[str]:
    return [texts[i % len(texts)] for i in range(count)]


def per_second(encoder: Encoder, texts: Sequence[str]) -> float:
    began = time.perf_counter()
    encoder.encode(texts)
    return len(texts) / (time.perf_counter() - began)


def main() -> None:
    english_texts, korean_texts = passages()
    process = psutil.Process()
    KoreanEncoder().tag  # noqa: B018  the card's file is read once before the clock runs
    memory = process.memory_info().rss
    korean = KoreanEncoder()
    began = time.perf_counter()
    korean.encode(["로봇"])
    load = time.perf_counter() - began
    korean_speed = per_second(korean, korean_texts)
    grown = (process.memory_info().rss - memory) / 1e6
    english = SentenceEncoder()
    english.encode(english_texts[:1])
    english_speed = per_second(english, english_texts)
    print(f"Korean reader {korean_speed:8.0f} passages/s   English model {english_speed:8.1f} passages/s")
    print(f"ratio         {korean_speed / english_speed:8.0f} (at least {LEAST_RATIO})")
    print(f"load          {load:8.2f} s (at most {LONGEST_LOAD})")
    print(f"memory        {grown:8.0f} MB more (at most {MOST_MEMORY})")


if __name__ == "__main__":
    main()
