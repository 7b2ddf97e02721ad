"""Who matches papers, and who wants to know that their priorities opened: slices above, which register themselves."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from exchange.dossiers.values.refusal import Refused
from exchange.pairing.values.round import Market, PairingResult
from exchange.people.models import User

Solve = Callable[[Market], PairingResult]
OnOpening = Callable[[User], None]

_solvers: list[Solve] = []
_on_opening: list[OnOpening] = []


def register_solver(solve: Solve) -> None:
    """Called once from the solving slice's ``AppConfig.ready``; of several solvers the first one is asked."""
    if solve not in _solvers:
        _solvers.append(solve)


def registered_solver() -> Solve:
    """Raises :class:`Refused` where nobody solves."""
    if not _solvers:
        raise Refused(_("No method of matching is installed here. Nothing was changed."))
    return _solvers[0]


def on_opening(listener: OnOpening) -> None:
    """Called once per slice from its ``AppConfig.ready``; ``listener`` gets whoever opens, in the opening transaction."""
    if listener not in _on_opening:
        _on_opening.append(listener)


def tell_of_opening(by: User) -> None:
    for listener in _on_opening:
        listener(by)
