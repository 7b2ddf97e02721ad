"""Calls to start from: the figures of real notices, each with its source, to be checked against the official text."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exchange.programmes.values.definition import CallDefinition

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Preset:
    """``name`` is part of addresses and stays."""

    name: str
    definition: CallDefinition


@cache
def presets() -> tuple[Preset, ...]:
    """All that are shipped, by name. Each is read through the same checks as anything a manager writes."""
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.toml")))


def find_preset(name: str) -> Preset | None:
    return next((preset for preset in presets() if preset.name == name), None)


def _read(path: Path) -> Preset:
    with path.open("rb") as file:
        return Preset(path.stem, CallDefinition.model_validate(tomllib.load(file)))
