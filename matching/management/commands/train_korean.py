"""``manage.py train_korean FILE…``: from parallel text to the Korean reader and its card."""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from matching.core.bilingual import BilingualEncoder
from matching.core.device import CPU, Device
from matching.core.encoder import Encoder, SentenceEncoder, WeightsError
from matching.core.evaluation import RankReport
from matching.core.korean import DEFAULT_MODEL, FloatArray, KoreanEncoder, card_path, quantise, save_table
from matching.core.korean_folds import CrossValidation, Reader, cross_validate
from matching.core.korean_training import Recipe, Trained, train
from matching.core.korean_units import OWN_VOCABULARY, Pair, Unit, units_of
from matching.management.commands import evaluate_crosslingual
from matching.management.lines import BadLineError, parse_object, read_lines

TEXTS_AT_ONCE = 256
RECIPE = Recipe()


class Command(BaseCommand):
    help = (
        "Train the reader that brings Korean texts into the English model's space, and write it with its card. FILE: "
        "JSON lines en, ko, source (plain or gzipped), or a CSV of the project's vocabulary with columns en and ko, "
        "synonyms divided by |."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--output", type=Path, default=DEFAULT_MODEL, help="the file to write, card beside it")
        parser.add_argument("--vectors", type=Path, help="keep the English vectors here for the next training")
        parser.add_argument("--dev", type=Path, help="statements to measure on (see evaluate_crosslingual)")
        parser.add_argument("--pool", type=Path, help="further English texts to measure among")
        parser.add_argument(
            "--seen-before", type=int, default=0, help="how often figures of --dev were looked at so far, for the card"
        )
        parser.add_argument("--folds", type=int, default=5, help="of the cross-validation; 0 leaves it out")
        parser.add_argument("--seed", type=int, default=RECIPE.seed)
        parser.add_argument("--epochs", type=int, default=RECIPE.epochs)
        parser.add_argument("--rows", type=int, default=RECIPE.rows, help="features in the table")

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = [pair for path in options["files"] for pair in read_pairs(path)]
        if not pairs:
            raise CommandError("The files hold no pairs.", returncode=2)
        recipe = replace(RECIPE, seed=options["seed"], epochs=options["epochs"], rows=options["rows"])
        teacher = SentenceEncoder(device=Device(CPU, "fp32"))
        try:
            self._train(pairs, teacher, recipe, options)
        except WeightsError as error:
            raise CommandError(str(error)) from error

    def _train(self, pairs: list[Pair], teacher: Encoder, recipe: Recipe, options: dict[str, Any]) -> None:
        units = units_of(pairs)
        targets = english_vectors([unit.en for unit in units], teacher, options["vectors"])
        card: dict[str, Any] = {
            "base_model": teacher.tag,
            "date": timezone.localdate().isoformat(),
            "sources": dict(sorted(Counter(pair.source for pair in pairs).items())),
            "units": {kind.name.lower(): count for kind, count in sorted(Counter(u.kind for u in units).items())},
            "recipe": asdict(recipe),
        }
        if options["folds"] > 1:
            checked = _cross_validate_with_bar(pairs, units, targets, recipe, folds=options["folds"])
            self.stdout.write(_cross_validation_table(checked))
            card["cross_validation"] = asdict(checked)
        trained = _train_with_bar(units, targets, recipe)
        write_model(options["output"], trained, card)
        if options["dev"]:
            card["developers_set"] = self._measure(trained, teacher, options)
            write_model(options["output"], trained, card)
        self.stdout.write(f"Written: {options['output']} ({options['output'].stat().st_size / 1e6:.1f} MB)")

    def _measure(self, trained: Trained, teacher: Encoder, options: dict[str, Any]) -> dict[str, Any]:
        """Figures of the written file, and of the same table before it was rounded to bytes."""
        statements = evaluate_crosslingual.read_statements(options["dev"])
        pool = evaluate_crosslingual.read_pool(options["pool"]) if options["pool"] else []
        korean = KoreanEncoder(options["output"])
        report, texts = evaluate_crosslingual.evaluate(statements, pool, BilingualEncoder(teacher, korean))
        queries = [one.korean for one in statements]
        moved = (korean.encode(queries) * trained.read(queries)).sum(axis=1).min()
        self.stdout.write(_line("Developers' set", report) + f" among {texts}")
        figures = {"pool": texts, "least_cosine_after_rounding": round(float(moved), 6)}
        return {**asdict(report), **figures, "seen_before": options["seen_before"]}


def read_pairs(path: Path) -> list[Pair]:
    """Raises :class:`CommandError` with exit status 2 at the first malformed pair, naming its line."""
    if path.suffix == ".csv":
        return _read_vocabulary(path)
    return read_lines(path, parse_pair)


def parse_pair(line: bytes) -> Pair:
    """Raises :class:`BadLineError` where a field is missing, empty or not text."""
    row = parse_object(line)
    for name in ("en", "ko", "source"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise BadLineError(f"“{name}” must be text that is not empty.")
    return Pair(row["en"], row["ko"], row["source"])


def _read_vocabulary(path: Path) -> list[Pair]:
    pairs = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            for row in rows:
                found = synonyms(row)
                if not found:
                    raise CommandError(f"{path}, line {rows.line_num}: “en” and “ko” must not be empty.", returncode=2)
                pairs += found
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
    return pairs


def synonyms(row: dict[str, Any]) -> list[Pair]:
    """Every English name with every Korean one.

    >>> [(pair.en, pair.ko) for pair in synonyms({"en": "robot", "ko": "로봇|로보트"})]
    [('robot', '로봇'), ('robot', '로보트')]
    """
    english, korean = ([part.strip() for part in (row.get(name) or "").split("|")] for name in ("en", "ko"))
    return [Pair(en, ko, OWN_VOCABULARY) for en in english for ko in korean if en and ko]


def english_vectors(texts: Sequence[str], teacher: Encoder, cache: Path | None = None) -> FloatArray:
    """Vectors of ``texts``; those in the file ``cache`` are not computed again, and the file is brought up to date."""
    known = _kept(cache, teacher.tag)
    missing = sorted({text for text in texts if _digest(text) not in known}, key=lambda text: (len(text), text))
    with tqdm(total=len(missing), desc="English vectors", disable=None) as bar:
        for start in range(0, len(missing), TEXTS_AT_ONCE):
            some = missing[start : start + TEXTS_AT_ONCE]
            known.update(zip(map(_digest, some), teacher.encode(some), strict=True))
            bar.update(len(some))
    if cache and missing:
        np.savez(
            cache, tag=np.array(teacher.tag), digests=np.array(list(known)), vectors=np.stack(list(known.values()))
        )
    return np.stack([known[_digest(text)] for text in texts])


def _kept(cache: Path | None, tag: str) -> dict[str, FloatArray]:
    if cache is None or not cache.is_file():
        return {}
    with np.load(cache, allow_pickle=False) as kept:
        if str(kept["tag"]) != tag:
            raise CommandError(f"{cache} holds vectors of {kept['tag']}, not of {tag}.", returncode=2)
        return dict(zip(kept["digests"].tolist(), kept["vectors"], strict=True))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _train_with_bar(units: Sequence[Unit], targets: FloatArray, recipe: Recipe) -> Trained:
    with tqdm(desc="Training", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total * recipe.readers
            bar.update(1)

        return train(units, targets, recipe, on_step=show)


def _cross_validate_with_bar(
    pairs: Sequence[Pair], units: Sequence[Unit], targets: FloatArray, recipe: Recipe, *, folds: int
) -> CrossValidation:
    def reader(some: Sequence[Unit], vectors: FloatArray) -> Reader:
        return train(some, vectors, recipe).read

    def show(bar: "tqdm[Any]") -> None:
        bar.update()

    with tqdm(desc="Cross-validation", total=folds, disable=None) as bar:
        return cross_validate(pairs, units, targets, reader, folds=folds, on_fold=lambda: show(bar))


def write_model(path: Path, trained: Trained, card: dict[str, Any]) -> None:
    """The table, then the card with its checksum: a file that was half written is refused when it is loaded."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _replacing(path) as file:
        digest = save_table(file, quantise(trained.keys, trained.rows, trained.bias))
    text = json.dumps({"sha256": digest, **card}, ensure_ascii=False, indent=2)
    with _replacing(card_path(path)) as file:
        file.write_text(text + "\n", encoding="utf-8")


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    beside = path.with_name(f".{path.name}.new")
    try:
        yield beside
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _cross_validation_table(checked: CrossValidation) -> str:
    rows = [_line(name, report) for found in (checked.groups, checked.sources) for name, report in found.items()]
    if checked.mean is not None:
        rows.append(f"{'Mean of the two groups':<50} MRR {checked.mean:.3f}")
    return "\n".join([f"Held-out paragraphs among {checked.pool}, {checked.folds} folds:", *rows])


def _line(name: str, report: RankReport) -> str:
    return (
        f"{name:<50} MRR {report.mrr:.3f}  recall@10 {report.recall_at_10:.3f}  "
        f"median rank {report.median_rank:g}  ({report.queries})"
    )
