"""Which agencies act for a side. The slice that keeps the offices answers; here it is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.people.values.bilingual import in_language


@dataclass(frozen=True)
class Office:
    """An agency, named in the language of whoever reads it, and where it is reached."""

    side: str
    name_en: str
    name_ko: str
    website: str
    contact_email: str
    contact_page: str

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_ko)

    @property
    def is_reachable(self) -> bool:
        """Whether it has said where to turn with a question."""
        return bool(self.contact_email or self.contact_page)


Lookup = Callable[[str, User | None], tuple[Office, ...]]

_lookups: list[Lookup] = []


def register_offices(lookup: Lookup) -> None:
    """Called from an ``AppConfig.ready``: the agencies of a side with anybody who acts for them, or those of one officer."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def offices_on(side: str, officer: User | None = None) -> tuple[Office, ...]:
    """Of ``officer`` where one is given; empty for nobody's side and for who holds no office there any more."""
    return tuple(office for lookup in _lookups for office in lookup(side, officer)) if side else ()


def reachable_offices() -> tuple[Office, ...]:
    """Of both sides, for whoever looks for somebody to ask."""
    return tuple(office for side in Side for office in offices_on(side) if office.is_reachable)
