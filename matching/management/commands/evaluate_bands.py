"""``manage.py evaluate_bands FILE``: what the bands of topical affinity are worth, by people's own judgements."""

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.core.affinity import pool_affinity
from matching.core.bands import CLOSEST, TOPICAL, Steps
from matching.core.bilingual import load_encoder
from matching.core.calibration import BandShare, band_shares
from matching.core.device import EncoderError
from matching.core.encoder import Encoder
from matching.core.evaluation import Judged
from matching.management.commands.evaluate import GoldResearcher, read_gold, similarities_of

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measured:
    """How a band is told: from what of a judged paper, by which score of its similarities with the own ones."""

    label: str
    steps: Steps
    judged: Callable[[GoldResearcher], Sequence[str]]
    score: Callable[[FloatArray], FloatArray]


def _closest(similarities: FloatArray) -> FloatArray:
    best: FloatArray = similarities.max(axis=0)
    return best


MEASURED = {
    "topical": Measured("Topical affinity (matches, calls)", TOPICAL, lambda one: one.judged, pool_affinity),
    # Who searches types a line, not an abstract.
    "closest": Measured(
        "Titles and the closest passage (search by meaning)", CLOSEST, lambda one: one.titles, _closest
    ),
}
Table = dict[str, list[BandShare]]


class Command(BaseCommand):
    help = (
        "Measure the bands of topical affinity against researchers' own judgements (the file of “evaluate”): the share of "
        "each band's papers on which people called themselves expert (4 or 5), with the interval of 95 percent over draws of "
        "people, and the share where each person is told apart by steps that all others chose."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="one researcher per line: papers [], judgements []")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        researchers = read_gold(options["file"])
        try:
            table = measure(researchers, load_encoder(settings.EMBEDDING_MODEL, settings.EMBEDDING_DEVICE))
        except EncoderError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_as_json(table) if options["json"] else _as_table(table))


def measure(researchers: Sequence[GoldResearcher], encoder: Encoder) -> Table:
    return {name: _shares(measured, researchers, encoder) for name, measured in MEASURED.items()}


def _shares(measured: Measured, researchers: Sequence[GoldResearcher], encoder: Encoder) -> list[BandShare]:
    found = similarities_of([(one.papers, measured.judged(one)) for one in researchers], encoder)
    judged = (
        Judged(np.array(one.expertise), measured.score(similarities))
        for one, similarities in zip(researchers, found, strict=True)
    )
    return band_shares(judged, measured.steps)


def _as_json(table: Table) -> str:
    """NaN, which is not JSON, becomes null."""
    shown = {
        name: asdict(measured.steps) | {"bands": [_row(row) for row in table[name]]}
        for name, measured in MEASURED.items()
    }
    return json.dumps(shown)


def _row(row: BandShare) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and math.isnan(value) else value for name, value in asdict(row).items()
    }


def _as_table(table: Table) -> str:
    lines = []
    for name, measured in MEASURED.items():
        steps = measured.steps
        lines += [
            f"{measured.label}: possible from {steps.possible:.2f}, strong from {steps.strong:.2f}",
            f"  {'band':<10}{'papers':>8}{'people':>8}{'expert':>8}   95 % interval   on people left out",
        ]
        lines += [
            f"  {row.band:<10}{row.papers:>8}{row.people:>8}{row.share:>8.2f}     {row.low:.2f} – {row.high:.2f}"
            f"{row.unseen:>21.2f}"
            for row in reversed(table[name])
        ]
    return "\n".join(lines)
