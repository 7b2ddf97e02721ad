"""``manage.py evaluate_bands``: by hand with the made-up encoder of ``evaluate``, and on the judgements themselves."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from matching.core.bands import CLOSEST, TOPICAL
from matching.core.device import EncoderError
from matching.management.commands import evaluate_bands
from tests.matching.test_evaluate import DATA, LINE, AngleEncoder

GOLD = DATA / "expertise_dev.jsonl.gz"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "judged.jsonl"
    path.write_text(json.dumps(LINE))
    return path


def told(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("evaluate_bands", path, *options, stdout=out)
    return out.getvalue()


def test_each_band_with_its_papers(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluate_bands, "load_encoder", lambda model, device: AngleEncoder())
    shown = json.loads(told(file, "--json"))
    assert (shown["topical"]["possible"], shown["closest"]["strong"]) == (TOPICAL.possible, CLOSEST.strong)
    # Cosines of 20, 70 and 90 degrees: 0.94, 0.34 and 0.
    rows = [(row["band"], row["papers"], row["share"], row["unseen"]) for row in shown["topical"]["bands"]]
    assert rows == [("weak", 1, 0.0, None), ("possible", 1, 1.0, None), ("strong", 1, 1.0, None)]
    # Of their titles alone: 0.77, 0.34 and 0.
    assert [row["papers"] for row in shown["closest"]["bands"]] == [1, 1, 1]
    table = told(file)
    assert [table.count(word) for word in ("strong ", "possible ", "weak ", "nan")] == [4, 4, 2, 6]


def test_a_model_that_cannot_be_loaded_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(model: str, device: str) -> None:
        raise EncoderError("No such model.")

    monkeypatch.setattr(evaluate_bands, "load_encoder", refuse)
    with pytest.raises(Exception, match="No such model"):
        told(file)


@pytest.mark.skipif(not GOLD.exists(), reason="the judgements are not here (GYORYU_DATA)")
def test_the_documentation_says_what_is_measured() -> None:
    shown = json.loads(told(GOLD, "--json"))
    page = (settings.BASE_DIR / "docs" / "matching.md").read_text()
    for measured in shown.values():
        shares = [row["share"] for row in measured["bands"]]
        assert shares == sorted(shares)
        for row in measured["bands"]:
            said = f"{row['share']:.2f} ({row['low']:.2f}–{row['high']:.2f})"
            assert re.search(rf"\| {row['band']} \|.*\| {row['papers']} \| .*{re.escape(said)}", page), said
