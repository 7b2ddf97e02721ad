"""End to end: in how many cases is a Korean statement's own English paper among its author's first suggestions?

Reads ``ko_en_dev.jsonl`` and ``nsf_awards_fy2026.jsonl.gz``, found through ``GYORYU_DATA`` (default ``../shared/data``).
People, projects and a full run are made through the product's services in a throw-away database.
"""

import json
import os
import statistics
import time
from pathlib import Path

from benchmarks._database import throw_away_database

FIRST, LEAST = 10, 27


def main() -> None:
    data = Path(os.environ.get("GYORYU_DATA", "../shared/data"))
    statements, awards = data / "ko_en_dev.jsonl", data / "nsf_awards_fy2026.jsonl.gz"
    if not (statements.is_file() and awards.is_file()):
        print(f"skipped, since {statements} or {awards} is not there")
        return
    rows = [json.loads(line) for line in statements.read_text(encoding="utf-8").splitlines()]
    with throw_away_database():
        from benchmarks._korean_people import own_places
        from matching.core.bilingual import load_encoder

        began = time.perf_counter()
        places = own_places(rows, awards, load_encoder())
    found = [place for place in places if place is not None]
    within = sum(place <= FIRST for place in found)
    print(f"own project among the first {FIRST}   {within} of {len(rows)} (at least {LEAST})")
    print(f"at the very top               {found.count(1)} of {len(rows)}, median place {statistics.median(found):g}")
    print(f"places                        {places}")
    print(f"seconds                       {time.perf_counter() - began:.0f}")


if __name__ == "__main__":
    main()
