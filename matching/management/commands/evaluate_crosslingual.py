"""``manage.py evaluate_crosslingual FILE``: whether a Korean statement finds its own English paper."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.people.selectors.search import fold
from matching.core.bilingual import load_encoder
from matching.core.device import EncoderError
from matching.core.encoder import Encoder
from matching.core.evaluation import RankReport, report_ranks
from matching.core.korean_folds import own_ranks
from matching.management.lines import BadLineError, parse_object, read_lines
from matching.models import join_document


@dataclass(frozen=True, slots=True)
class Text:
    """An English text, which files of ``evaluate`` know by its title alone."""

    document: str
    title: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    korean: str
    own: Text


class Command(BaseCommand):
    help = (
        "Rank each Korean statement's own English text (title and abstract) among all English texts of the file and of "
        "--pool: mean reciprocal rank, recall at 10, median rank."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="JSON lines: id, title_en, abstract_en, statement_ko")
        parser.add_argument(
            "--pool",
            type=Path,
            help="further English texts, as JSON lines: id, title_en, abstract_en; or a file of “evaluate”, whose "
            "papers and judgements are taken once per title",
        )
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        statements = read_statements(options["file"])
        pool = read_pool(options["pool"]) if options["pool"] else []
        try:
            report, texts = evaluate(
                statements, pool, load_encoder(settings.EMBEDDING_MODEL, settings.EMBEDDING_DEVICE)
            )
        except EncoderError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_as_json(report, texts) if options["json"] else _as_table(report, texts))


def evaluate(statements: list[Statement], pool: list[Text], encoder: Encoder) -> tuple[RankReport, int]:
    """The report, and how many English texts there were to choose from."""
    documents = distinct([*(one.own for one in statements), *pool])
    place = {text.id: i for i, text in enumerate(documents)}
    english = encoder.encode([text.document for text in documents])
    korean = encoder.encode([one.korean for one in statements])
    own = np.array([place[one.own.id] for one in statements], np.int64)
    return report_ranks(own_ranks(korean, english, own)), len(documents)


def distinct(texts: list[Text]) -> list[Text]:
    """The first text of each id; and of those without one, the first of each folded title that no other text has."""
    by_id = {text.id: text for text in reversed(texts) if text.id}
    titles = {fold(text.title) for text in by_id.values()}
    by_title = {fold(text.title): text for text in reversed(texts) if not text.id and fold(text.title) not in titles}
    return [*reversed(by_id.values()), *reversed(by_title.values())]


def read_statements(path: Path) -> list[Statement]:
    """Raises :class:`CommandError` with exit status 2 at the first bad line, naming it."""
    found = read_lines(path, parse_statement)
    if not found:
        raise CommandError(f"{path} holds no statements.", returncode=2)
    return found


def read_pool(path: Path) -> list[Text]:
    return [text for texts in read_lines(path, parse_pool_line) for text in texts]


def parse_statement(line: bytes) -> Statement:
    """Raises :class:`BadLineError` where a field is missing or of the wrong type."""
    row = parse_object(line)
    return Statement(korean=_text(row, "statement_ko"), own=_english(row))


def parse_pool_line(line: bytes) -> list[Text]:
    """One text, or the papers and judgements of a researcher. Raises :class:`BadLineError` otherwise."""
    row = parse_object(line)
    if "papers" not in row and "judgements" not in row:
        return [_english(row)]
    papers = [paper for name in ("papers", "judgements") for paper in row.get(name) or []]
    if not all(isinstance(paper, dict) for paper in papers):
        raise BadLineError("“papers” and “judgements” must hold objects.")
    return [_paper(paper) for paper in papers]


def _english(row: dict[str, Any]) -> Text:
    title = _text(row, "title_en")
    return Text(join_document(title, _text(row, "abstract_en", required=False)), title, _text(row, "id"))


def _paper(paper: dict[str, Any]) -> Text:
    title = _text(paper, "title")
    return Text(join_document(title, _text(paper, "abstract", required=False)), title)


def _text(row: dict[str, Any], name: str, *, required: bool = True) -> str:
    value = row.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or (required and not value.strip()):
        raise BadLineError(f"“{name}” must be text{' that is not empty' if required else ''}.")
    return value


def _as_json(report: RankReport, texts: int) -> str:
    """Figures to six digits; NaN, which is not JSON, becomes null."""
    figures = {
        name: None if isinstance(number, float) and math.isnan(number) else round(number, 6)
        for name, number in asdict(report).items()
    }
    return json.dumps({**figures, "pool": texts})


def _as_table(report: RankReport, texts: int) -> str:
    rows = [
        ("Mean reciprocal rank (1 is perfect)", f"{report.mrr:.4f}"),
        ("Within the first ten", f"{report.recall_at_10:.4f}"),
        ("Median rank", f"{report.median_rank:g}"),
        ("Statements", str(report.queries)),
        ("English texts to choose from", str(texts)),
    ]
    return "\n".join(f"{label:<38}{value:>8}" for label, value in rows)
