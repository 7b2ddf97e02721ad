"""Who wants to know what became of a person's side: lets this slice tell upper ones without importing them."""

from collections.abc import Callable

from exchange.people.models import Researcher, SideDecision

OnDecision = Callable[[SideDecision], None]
OnMove = Callable[[Researcher, str], None]

_on_decision: list[OnDecision] = []
_on_fall: list[OnDecision] = []
_on_move: list[OnMove] = []


def on_side_decision(listener: OnDecision) -> None:
    """Called from an ``AppConfig.ready``; ``listener`` runs in the transaction of an officer's decision."""
    if listener not in _on_decision:
        _on_decision.append(listener)


def on_fallen_decision(listener: OnDecision) -> None:
    """Called from an ``AppConfig.ready``; ``listener`` runs where an officer's decision fell with who gave it."""
    if listener not in _on_fall:
        _on_fall.append(listener)


def on_change_of_side(listener: OnMove) -> None:
    """Called from an ``AppConfig.ready``; ``listener`` is given the person and the side they were on."""
    if listener not in _on_move:
        _on_move.append(listener)


def tell_of_decision(decision: SideDecision) -> None:
    for listener in _on_decision:
        listener(decision)


def tell_of_fall(decision: SideDecision) -> None:
    for listener in _on_fall:
        listener(decision)


def tell_of_change(researcher: Researcher, side_before: str) -> None:
    for listener in _on_move:
        listener(researcher, side_before)
