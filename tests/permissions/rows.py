"""The words in which a slice writes its rows: which address opens to whom, and who is refused what changes something.

An address is the name of its route, ``name@variant`` for another subject of the slice's world, and ``name!PUT!DELETE``
for methods other than POST. The names of several stand in one string. What each role is answered:

- ``to`` is let in: with 200, or as ``answering`` says;
- ``redirected`` with 302, ``forbidden`` with 403, ``missing`` with 404; of two groups that hold a role the first counts;
- all others by the kind of address: a page leads who is not signed in to signing in (``login``), the API answers them 401;
  for whoever is signed in it does not exist (404).
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from tests.permissions.roles import ANONYMOUS, EVERYBODY, FEW, NOBODY, SIGNED_IN, Group

ANYTHING = "anything, so long as nothing changes"


class Row(NamedTuple):
    address: str
    """``name`` or ``name@variant``."""
    method: str
    answers: dict[str, str]
    """By role. Of a method that changes something only the refusals: what it does is for the tests of its slice."""

    @property
    def name(self) -> str:
        return self.address.partition("@")[0]


def opens(addresses: str, *, to: Group, answering: str = "200", asked: Group = EVERYBODY, **others: Group) -> list[Row]:
    """Reading alone."""
    return [
        Row(address, "GET", {role: _answer(address, role, to, answering, **others) for role in sorted(asked)})
        for address, _methods in _split(addresses)
    ]


def changes(addresses: str, *, to: Group, **others: Group) -> list[Row]:
    """What changes something: everybody but ``to`` is refused, and then nothing has changed."""
    return [
        Row(address, method, {role: _answer(address, role, to, "", **others) for role in sorted(EVERYBODY - to)})
        for address, methods in _split(addresses)
        for method in methods or ["POST"]
    ]


def idle(addresses: str) -> list[Row]:
    """Whatever is posted here, nothing changes."""
    return [Row(address, "POST", dict.fromkeys(sorted(FEW), ANYTHING)) for address, _methods in _split(addresses)]


def reads(addresses: str, *, to: Group, answering: str = "200", asked: Group = EVERYBODY, **others: Group) -> list[Row]:
    """A page without a form, or an address of the API that only reads."""
    pages = " ".join(address for address, _methods in _split(addresses) if not is_api(address))
    return opens(addresses, to=to, answering=answering, asked=asked, **others) + idle(pages)


def public(addresses: str) -> list[Row]:
    """The same for everybody, so a few are enough."""
    return reads(addresses, to=EVERYBODY, asked=FEW)


def form(addresses: str, *, to: Group, **others: Group) -> list[Row]:
    """A page with its form, or one address of the API for both: whoever may read may also send."""
    return opens(addresses, to=to, **others) + changes(addresses, to=to, **others)


def acts(addresses: str, *, to: Group, **others: Group) -> list[Row]:
    """Only changes something: read by whoever is signed in, a page leads to the one above it, and the API has nothing."""
    return changes(addresses, to=to, **others) + [
        row
        for address, _methods in _split(addresses)
        for row in opens(address, to=SIGNED_IN, answering="405" if is_api(address) else "302")
    ]


def signed(addresses: str) -> list[Row]:
    """Carries its permission in its address, signed; what it changes is for the tests of its slice."""
    return opens(addresses, to=EVERYBODY, asked=FEW) + changes(addresses, to=EVERYBODY)


def rows(*parts: list[Row]) -> list[Row]:
    """The rows of a slice; that an address has two is a mistake."""
    found = [row for part in parts for row in part]
    assert twice(found) == []
    return found


def twice(found: Iterable[Row]) -> list[str]:
    said = Counter(f"{row.method} {row.address}" for row in found)
    return sorted(one for one, count in said.items() if count > 1)


def is_api(address: str) -> bool:
    return address.startswith("api-")


def _split(addresses: str) -> list[tuple[str, list[str]]]:
    return [(address, methods) for address, *methods in (each.split("!") for each in addresses.split())]


def _answer(
    address: str,
    role: str,
    to: Group,
    answering: str,
    redirected: Group = NOBODY,
    forbidden: Group = NOBODY,
    missing: Group = NOBODY,
) -> str:
    groups = [(to, answering), (redirected, "302"), (forbidden, "403"), (missing, "404")]
    groups += [(ANONYMOUS, "401" if is_api(address) else "login")]
    return next((answer for group, answer in groups if role in group), "404")
