"""Commands ``evaluate_crosslingual`` and ``train_korean``."""

import gzip
import itertools
import json
import os
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from django.core.management import CommandError, call_command

from benchmarks._korean_people import own_places
from matching.core.bilingual import load_encoder
from matching.core.encoder import SentenceEncoder
from matching.core.korean import KoreanEncoder, read_card
from matching.management.commands import evaluate_crosslingual, train_korean
from matching.models import join_document

DATA = Path(os.environ.get("GYORYU_DATA", "../shared/data"))
AWARDS = DATA / "nsf_awards_fy2026.jsonl.gz"


class HashEncoder:
    """Seeded vectors: equal texts, equal vectors."""

    tag, dimensions = "hash@1", 8

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = [np.random.default_rng(sum(map(ord, text))).standard_normal(8) for text in texts]
        vectors = np.array(rows, np.float32).reshape(-1, 8)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def write(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return path


def test_figures_are_those_of_brute_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate_crosslingual, "load_encoder", lambda model, device: HashEncoder())
    rows = [
        {"id": f"p{i}", "title_en": f"Paper {i}", "abstract_en": "a" * i, "statement_ko": f"논문 {i * 3}"}
        for i in range(8)
    ]
    pool = [{"id": f"p{i}", "title_en": f"Paper {i}", "abstract_en": "a" * i} for i in range(5, 30)]
    paper = {"title": "Of a researcher", "abstract": None}
    researcher = {"papers": [paper, {"title": "PAPER 7."}], "judgements": [paper]}
    out = StringIO()
    call_command(
        "evaluate_crosslingual",
        write(tmp_path / "dev.jsonl", rows),
        pool=write(tmp_path / "pool.jsonl", [*pool, researcher]),
        json=True,
        stdout=out,
    )
    texts = [f"Paper {i}. {'a' * i}".removesuffix(". ") for i in range(30)] + ["Of a researcher"]
    english, korean = HashEncoder().encode(texts), HashEncoder().encode([str(row["statement_ko"]) for row in rows])
    ranks = np.array([1 + sum(row > row[i]) for i, row in enumerate(korean @ english.T)])
    assert json.loads(out.getvalue()) == {
        "mrr": round(float((1 / ranks).mean()), 6),
        "recall_at_10": float((ranks <= 10).mean()),
        "median_rank": float(np.median(ranks)),
        "queries": 8,
        "pool": 31,
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not JSON"),
        ('{"id": "a", "title_en": "b", "abstract_en": ""}', "line 2: “statement_ko” must be text"),
        ('{"id": "a", "title_en": " ", "statement_ko": "가"}', "line 2: “title_en” must be text"),
        ('{"id": "a", "title_en": "b", "abstract_en": 3, "statement_ko": "가"}', "line 2: “abstract_en” must be text"),
    ],
)
def test_bad_statements_are_refused_by_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(CommandError, match=message) as caught:
        call_command("evaluate_crosslingual", path)
    assert caught.value.returncode == 2


def test_training_writes_a_model_with_its_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_korean, "SentenceEncoder", lambda device: HashEncoder())
    pairs = [{"en": f"robot {i}", "ko": f"로봇 팔 {'가나다라'[i % 4]}", "source": "Course, MIT"} for i in range(12)]
    vocabulary = tmp_path / "terms.csv"
    vocabulary.write_text("en,ko,area\nrobot arm|arm,로봇 팔|팔,robotics\n")
    files = [write(tmp_path / "pairs.jsonl", pairs), vocabulary]
    digests = []
    for name in ("one", "two"):
        out = StringIO()
        call_command(
            "train_korean", *files, output=tmp_path / f"{name}.npz", folds=2, vectors=tmp_path / "v.npz", stdout=out
        )
        digests.append(read_card(tmp_path / f"{name}.npz")["sha256"])
    card = read_card(tmp_path / "one.npz")
    assert digests[0] == digests[1]
    assert card["sources"] == {"Course, MIT": 12, "Gyoryu's own vocabulary": 4}
    assert (card["base_model"], card["cross_validation"]["folds"]) == ("hash@1", 2)
    assert "Held-out paragraphs among 1311, 2 folds:" in out.getvalue()
    assert KoreanEncoder(tmp_path / "one.npz").encode(["로봇"]).shape == (1, 8)


@pytest.mark.parametrize("pair", [{"en": "a", "ko": "가"}, {"en": "a", "ko": " ", "source": "s"}, []])
def test_malformed_pairs_are_refused_by_line(tmp_path: Path, pair: object) -> None:
    path = write(tmp_path / "pairs.jsonl", [{"en": "a", "ko": "가", "source": "s"}, pair])
    with pytest.raises(CommandError, match=r"pairs\.jsonl, line 2: ") as caught:
        call_command("train_korean", path)
    assert caught.value.returncode == 2
    vocabulary = tmp_path / "terms.csv"
    vocabulary.write_text("en,ko,area\na,가,x\nb,,x\n")
    with pytest.raises(CommandError, match=r"terms\.csv, line 3: ") as caught:
        call_command("train_korean", vocabulary)
    assert caught.value.returncode == 2


@pytest.mark.skipif(not (DATA / "ko_en_dev.jsonl").is_file(), reason="GYORYU_DATA holds no ko_en_dev.jsonl")
def test_korean_statements_find_their_own_papers() -> None:
    statements = evaluate_crosslingual.read_statements(DATA / "ko_en_dev.jsonl")
    report, texts = evaluate_crosslingual.evaluate(statements, [], load_encoder())
    assert (report.queries, texts) == (30, 30)
    assert report.mrr > 0.9
    assert report.recall_at_10 == 1


@pytest.mark.django_db
@pytest.mark.skipif(not (DATA / "ko_en_dev.jsonl").is_file(), reason="GYORYU_DATA holds no ko_en_dev.jsonl")
@pytest.mark.skipif(not AWARDS.is_file(), reason=f"GYORYU_DATA holds no {AWARDS.name}")
def test_who_writes_korean_alone_is_suggested_their_own_project(tmp_path: Path) -> None:
    """Through services, a whole run and the page's selector: 5 people, 5 own projects and 55 awards, cut to be quick."""
    rows = [json.loads(line) for line in (DATA / "ko_en_dev.jsonl").read_text().splitlines()[:5]]
    awards = tmp_path / "awards.jsonl"
    with gzip.open(AWARDS, "rt", encoding="utf-8") as lines:
        some = [json.loads(line) for line in itertools.islice(lines, 55)]
    write(awards, [row | {"abstract": (row["abstract"] or "")[:300]} for row in some])
    places = own_places(rows, awards, load_encoder())
    assert all(place is not None and place <= 3 for place in places), places


@pytest.mark.skipif(not (DATA / "ko_en_dev.jsonl").is_file(), reason="GYORYU_DATA holds no ko_en_dev.jsonl")
def test_english_is_read_to_the_bit_as_by_the_english_model_alone() -> None:
    rows = [json.loads(line) for line in (DATA / "ko_en_dev.jsonl").read_text().splitlines()[:6]]
    english = [join_document(row["title_en"], row["abstract_en"]) for row in rows]
    mixed = [text for row in rows for text in (row["statement_ko"], join_document(row["title_en"], row["abstract_en"]))]
    alone = SentenceEncoder().encode(english)
    assert np.array_equal(load_encoder().encode(english), alone)
    assert np.array_equal(load_encoder().encode(mixed)[1::2], alone)
