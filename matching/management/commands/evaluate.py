"""``manage.py evaluate FILE``: how well the scoring orders papers as their readers do."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.core.affinity import pool_affinity
from matching.core.bilingual import load_encoder
from matching.core.device import EncoderError
from matching.core.encoder import Encoder
from matching.core.evaluation import GoldReport, Judged, evaluate_gold
from matching.management.lines import BadLineError, parse_object, read_lines
from matching.models import join_document


@dataclass(frozen=True, slots=True)
class GoldResearcher:
    """One line of the file: the researcher's own papers, the papers they judged, their titles, and the expertise on each."""

    papers: tuple[str, ...]
    judged: tuple[str, ...]
    titles: tuple[str, ...]
    expertise: tuple[float, ...]


class Command(BaseCommand):
    help = (
        "Measure topical affinity against researchers' own judgements (JSON lines, plain or gzipped): weighted loss, "
        "accuracy on easy pairs (expertise at least 4 against at most 2) and on hard pairs (both at least 4)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="one researcher per line: papers [], judgements []")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        researchers = read_gold(options["file"])
        try:
            report = evaluate(researchers, load_encoder(settings.EMBEDDING_MODEL, settings.EMBEDDING_DEVICE))
        except EncoderError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_as_json(report) if options["json"] else _as_table(report))


def evaluate(researchers: Sequence[GoldResearcher], encoder: Encoder) -> GoldReport:
    """Score every judged paper by the affinity of its reader's own papers, pooled as matching does."""
    similarities = similarities_of([(one.papers, one.judged) for one in researchers], encoder)
    return evaluate_gold(
        Judged(np.array(one.expertise), pool_affinity(own)) for one, own in zip(researchers, similarities, strict=True)
    )


Texts = Sequence[str]


def similarities_of(pairs: Sequence[tuple[Texts, Texts]], encoder: Encoder) -> list[npt.NDArray[np.float32]]:
    """Of each two groups of texts every one of the first with every one of the second."""
    texts = list(dict.fromkeys(text for pair in pairs for group in pair for text in group))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    groups = (([vectors[text] for text in group] for group in pair) for pair in pairs)
    return [np.stack(own) @ np.stack(others).T for own, others in groups]


def read_gold(path: Path) -> list[GoldResearcher]:
    """All researchers of the file. Raises :class:`CommandError` with exit status 2 at the first bad line, naming it."""
    found = read_lines(path, parse_line)
    if not found:
        raise CommandError(f"{path} holds no researchers.", returncode=2)
    return found


def parse_line(line: bytes) -> GoldResearcher:
    """Raises :class:`BadLineError` where a field is missing or of the wrong type."""
    row = parse_object(line)
    papers, judgements = _papers(row, "papers"), _papers(row, "judgements")
    return GoldResearcher(
        papers=tuple(map(_document, papers)),
        judged=tuple(map(_document, judgements)),
        titles=tuple(paper["title"] for paper in judgements),
        expertise=tuple(map(_expertise, judgements)),
    )


def _papers(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    papers = row.get(name)
    if not isinstance(papers, list) or not papers:
        raise BadLineError(f"“{name}” must be a list that is not empty.")
    if not all(isinstance(paper, dict) for paper in papers):
        raise BadLineError(f"“{name}” must hold objects.")
    return papers


def _document(paper: dict[str, Any]) -> str:
    title, abstract = paper.get("title"), paper.get("abstract") or ""
    if not isinstance(title, str) or not title.strip():
        raise BadLineError("a paper without “title”.")
    if not isinstance(abstract, str):
        raise BadLineError("“abstract” must be text.")
    return join_document(title, abstract)


def _expertise(paper: dict[str, Any]) -> float:
    value = paper.get("expertise")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= 5:
        raise BadLineError("“expertise” must be a number from 1 to 5.")
    return float(value)


def _as_json(report: GoldReport) -> str:
    """NaN, which is not JSON, becomes null."""
    numbers = asdict(report).items()
    return json.dumps({name: None if math.isnan(number) else round(number, 6) for name, number in numbers})


def _as_table(report: GoldReport) -> str:
    rows = [
        ("Loss (0 is perfect, 0.5 is guessing)", f"{report.loss:.4f}"),
        ("Easy pairs in the right order", f"{report.easy:.4f}"),
        ("Hard pairs in the right order", f"{report.hard:.4f}"),
        ("Researchers", str(report.researchers)),
        ("Pairs compared", str(report.pairs)),
    ]
    return "\n".join(f"{label:<38}{value:>8}" for label, value in rows)
