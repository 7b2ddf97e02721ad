"""``manage.py evaluate``: numbers by hand with a made-up encoder; every bad file in one clear line."""

import gzip
import json
import os
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from django.core.management import CommandError, call_command

from matching.management.commands import evaluate

DATA = Path(os.environ.get("GYORYU_DATA", "../shared/data"))
# Angles in degrees: what the made-up encoder sees in a text.
ANGLES = {"Own": 0, "Near. With text": 20, "Near": 40, "Far": 70, "Elsewhere": 90}
LINE = {
    "papers": [{"title": "Own", "abstract": None}],
    "judgements": [
        {"title": "Near", "abstract": "With text", "expertise": 5},
        {"title": "Far", "abstract": "", "expertise": 4},
        {"title": "Elsewhere", "expertise": 1.5},
    ],
}


class AngleEncoder:
    tag = "angles"
    dimensions = 2

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        angles = np.radians([ANGLES[text] for text in texts])
        return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


@pytest.fixture
def angles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate, "load_encoder", lambda model, device: AngleEncoder())


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("evaluate", str(path), *options, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("angles")
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_one_line_of_json(tmp_path: Path, pack: type[bytes]) -> None:
    path = tmp_path / "gold"
    path.write_bytes(pack(json.dumps(LINE).encode() + b"\n\n"))
    out = run(path, "--json")
    assert out.count("\n") == 1
    assert json.loads(out) == {"loss": 0.0, "easy": 1.0, "hard": 1.0, "researchers": 1, "pairs": 3}


@pytest.mark.usefixtures("angles")
def test_a_measure_without_pairs_is_null_in_json_and_the_table_is_readable(tmp_path: Path) -> None:
    path = tmp_path / "gold"
    path.write_text(json.dumps(LINE | {"judgements": LINE["judgements"][1:]}), encoding="utf-8")
    assert json.loads(run(path, "--json"))["hard"] is None
    assert "Loss (0 is perfect, 0.5 is guessing)    0.0000" in run(path).splitlines()


BAD = {
    "not JSON.": b"{",
    "not JSON. ": b"\xff\xfe",
    "not a JSON object.": b"[]",
    "“papers” must be a list that is not empty.": b'{"papers": []}',
    "“papers” must hold objects.": b'{"papers": ["x"]}',
    "“judgements” must be a list that is not empty.": b'{"papers": [{"title": "Own"}]}',
    "a paper without “title”.": b'{"papers": [{"title": 3}], "judgements": [{"title": "Far", "expertise": 1}]}',
    "“abstract” must be text.": b'{"papers": [{"title": "Own", "abstract": 3}], "judgements": [{"title": "Far"}]}',
    "“expertise” must be a number from 1 to 5.": (
        b'{"papers": [{"title": "Own"}], "judgements": [{"title": "Far", "expertise": true}]}'
    ),
}


@pytest.mark.parametrize(("message", "line"), BAD.items(), ids=range(len(BAD)))
def test_a_bad_line_is_named_and_ends_with_status_2(tmp_path: Path, message: str, line: bytes) -> None:
    path = tmp_path / "gold"
    path.write_bytes(json.dumps(LINE).encode() + b"\n" + line)
    with pytest.raises(CommandError) as failure:
        run(path)
    assert (str(failure.value), failure.value.returncode) == (f"{path}, line 2: {message.strip()}", 2)


@pytest.mark.parametrize(
    "content", [None, b"", b"\n", gzip.compress(b"{}")[:-6]], ids=["missing", "empty", "blank", "cut"]
)
def test_a_file_that_holds_nothing_readable_ends_with_status_2(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "gold"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError) as failure:
        run(path)
    assert failure.value.returncode == 2
    assert str(failure.value).startswith(str(path))


def test_real_judgements(tmp_path: Path) -> None:
    """Of every fourth researcher, for the time it takes; README says what all of them give."""
    path, some = DATA / "expertise_dev.jsonl.gz", tmp_path / "some.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is not here; GYORYU_DATA names the folder")
    some.write_bytes(b"".join(gzip.decompress(path.read_bytes()).splitlines(keepends=True)[::4]))
    report = json.loads(run(some, "--json"))
    assert (report["researchers"], report["pairs"]) == (8, 292)
    assert report["loss"] == pytest.approx(0.2335, abs=0.005)  # bf16 and fp32 differ in the fourth digit
