"""Translations compiled without GNU gettext, which a fresh machine does not have."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def stale_catalogues(folder: Path) -> Iterator[Path]:
    """Yield each ``.po`` below ``folder`` whose ``.mo`` is missing or older."""
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            yield source


def compile_catalogue(source: Path) -> Path:
    """Write the ``.mo`` beside ``source``, leaving fuzzy entries out; readers never meet half a file.

    Raises:
        PoFileError: ``source`` is not a catalogue; the message names the line.
    """
    with source.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    target = source.with_suffix(".mo")
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as output:
        write_mo(output, catalogue)
    written = Path(output.name)
    written.chmod(0o644)
    return written.replace(target)
