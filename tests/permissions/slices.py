"""Every slice's rows in one table. A slice brings a module with ``ROWS``, ``SUBJECTS`` and the fixture ``<slice>_world``."""

from types import ModuleType

from tests.permissions import matching, messaging, office, pairing, people, programmes, projects, proposals, web
from tests.permissions.rows import Row

SLICES: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (web, people, messaging, projects, programmes, office, proposals, pairing, matching)
}
TABLE: list[Row] = [row for module in SLICES.values() for row in module.ROWS]
