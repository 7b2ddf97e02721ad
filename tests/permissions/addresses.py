"""Every address of the product, from the URL configuration itself, and what its parameters stand for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.rows import Row

World = dict[str, Any]
"""The subjects of a slice by their names (``call``, ``call@draft``), and what parameters stand for by theirs."""

# Not of the table, and why:
EXCLUDED = {
    "admin/": "Django's own pages behind one check, which the test asks as a whole",
    "accounts/": "allauth's own pages, tested there; what we changed of them is tested in tests/people",
}


@dataclass(frozen=True)
class Address:
    parameters: frozenset[str]
    writes: frozenset[str]
    """The methods that might change something: of a page ``POST``, of the API those that it implements."""


def addresses_of(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, Address]]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if route in EXCLUDED:
            continue
        if isinstance(entry, URLResolver):
            yield from addresses_of(entry.url_patterns, route)
        else:
            parameters = {part.split(">")[0].split(":")[-1] for part in route.split("<")[1:]}
            yield entry.name or route, Address(frozenset(parameters), frozenset(_writes(entry.callback)))


def _writes(view: Any) -> set[str]:
    if (api := getattr(view, "cls", None)) is None:
        return {"POST"}
    methods = {"POST", "PUT", "PATCH", "DELETE"} & {name.upper() for name in api.http_method_names}
    return {method for method in methods if hasattr(api, method.lower())}


ADDRESSES = dict(addresses_of(get_resolver().url_patterns))


def gaps(addresses: dict[str, Address], table: Iterable[Row]) -> list[str]:
    """What the product answers without a row in the table, and what has a row without being there."""
    there = {(method, name) for name, address in addresses.items() for method in {"GET", *address.writes}}
    said = {(row.method, row.name) for row in table}
    return sorted(
        [f"no row: {method} {name}" for method, name in there - said]
        + [f"no address: {method} {name}" for method, name in said - there]
    )


def url_of(address: str, subjects: dict[str, str], world: World) -> str:
    """Of ``name`` or ``name@variant``. ``subjects`` says by the longest fitting beginning of a name whose it is."""
    name, _, variant = address.partition("@")
    beginnings = [start for start in subjects if name.removeprefix("api-").startswith(start)]
    known = dict(world)
    if beginnings:
        subject = subjects[max(beginnings, key=len)]
        known = dict.fromkeys(["public_id", "pk"], world[f"{subject}@{variant}" if variant else subject]) | world
    return reverse(name, kwargs={parameter: known[parameter] for parameter in ADDRESSES[name].parameters})
