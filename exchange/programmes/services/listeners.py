"""Who wants to know that a call has changed: lets this slice tell upper ones without importing them."""

from collections.abc import Callable

from exchange.programmes.models import StageExtension

OnExtension = Callable[[StageExtension], None]

_on_extension: list[OnExtension] = []


def on_extension(listener: OnExtension) -> None:
    """Called once per slice from its ``AppConfig.ready``; ``listener`` runs in the extending transaction."""
    if listener not in _on_extension:
        _on_extension.append(listener)


def tell_of_extension(extension: StageExtension) -> None:
    for listener in _on_extension:
        listener(extension)
