"""Priorities as they are typed and moved on their page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.values.ranking import normalise_ranks
from exchange.pairing.values.priority import notes_on


@dataclass(frozen=True)
class TypedOrder:
    """Priorities as they came from the page: ``typed`` is what stood in each field, ``errors`` what is no rank."""

    order: tuple[str, ...]
    typed: Mapping[str, str]
    errors: Mapping[str, str]
    notes: tuple[str, ...]


def read_order(data: QueryDict, papers: Collection[str]) -> TypedOrder:
    """Ranks typed beside ``papers``, put in order, and then the one button that was pressed."""
    typed = {name[5:]: str(data[name]).strip() for name in data if name.startswith("rank-") and name[5:] in papers}
    given = {paper: text for paper, text in typed.items() if text}
    ranks = {paper: int(text) for paper, text in given.items() if text.isascii() and text.isdecimal() and len(text) < 5}
    message = _("Type a whole number from 1, or nothing.")
    errors = {paper: str(message) for paper in given if ranks.get(paper, 0) < 1}
    found = normalise_ranks({paper: rank for paper, rank in ranks.items() if paper not in errors})
    action, _colon, paper = data.get("move", "").partition(":")
    return TypedOrder(
        moved(found.order, action, paper) if paper in papers else found.order, typed, errors, notes_on(found)
    )


def moved(order: tuple[str, ...], action: str, paper: str) -> tuple[str, ...]:
    """``order`` after a button.

    >>> moved(("a", "b"), "up", "b"), moved(("a",), "add", "b"), moved(("a", "b"), "remove", "a")
    (('b', 'a'), ('a', 'b'), ('b',))
    """
    rest = [one for one in order if one != paper]
    if action == "add":
        return (*rest, paper)
    if action == "remove" or paper not in order:
        return tuple(rest)
    step = {"up": -1, "down": 1}.get(action, 0)
    rest.insert(max(order.index(paper) + step, 0), paper)
    return tuple(rest)
