"""How the text of a notice is laid out: as plain a writing as whoever edits it in a browser needs. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING = "## "
ITEM = "- "


@dataclass(frozen=True)
class Block:
    """A heading, the items of a list, or a paragraph with its lines."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """
    >>> blocks("## Who\\n\\nWe.\\nAll of us.\\n- one\\n- two")
    (Block(kind='heading', lines=('Who',)), Block(kind='paragraph', lines=('We.', 'All of us.')), Block(kind='list', lines=('one', 'two')))
    """
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    for kind, lines in groupby(text.splitlines(), _kind):
        told = [line.removeprefix(HEADING).removeprefix(ITEM).strip() for line in lines]
        if kind == "heading":
            yield from (Block(kind, (line,)) for line in told)
        elif kind:
            yield Block(kind, tuple(told))


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    return "heading" if line.startswith(HEADING) else "list" if line.startswith(ITEM) else "paragraph"
