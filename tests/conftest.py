"""The database of the tests, restored rather than migrated where it can be, and what every test starts with."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from exchange.embedded import endpoints
from exchange.embedded.absence import DATABASE, VALKEY
from tests import database

# Each after those it imports: pytest explains the assertions of modules that it is the first to import.
pytest_plugins = [
    "tests.before_rooms",
    "tests.cast",
    "tests.dossiers.cast",
    "tests.programmes.cast",
    "tests.proposals.cast",
    "tests.proposals.papers",
    "tests.pairing.cast",
    "tests.matching.cast",
    "tests.matching.crowd",
    "tests.jobs.errands",
    "tests.valkey",
    "tests.nowhere",
    "tests.web.smtp",
]


def pytest_configure() -> None:
    """Every worker of xdist has a cache of its own: emptying it for the next test must not reach a test beside it.

    Passwords are hashed in no time: the cast is made anew for every test. So is the browser of each person in it, which
    would begin by looking through all static files. What is loaded here stays to the end, so nothing searches it for garbage.
    """
    gc.disable()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    settings.CACHES["default"]["LOCATION"] = endpoints.redis_url(database=1 + worker % 15)
    settings.WHITENOISE_AUTOREFRESH = True


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests without a database come first, while it is migrated (beforehand.py); short doctests end the run evenly."""
    items.sort(key=lambda item: isinstance(item, pytest.DoctestItem) or _needs_database(item))


def _needs_database(item: pytest.Item) -> bool:
    wanted = {"db", "django_db_setup", "transactional_db"}
    return item.get_closest_marker("django_db") is not None or not wanted.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def _migrated_once() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, _migrated_once: ExitStack) -> bool:
    """Restored where a migrated database was kept; then pytest-django has only to look."""
    if endpoints.is_external():
        return False
    dump = database.dump_path()
    _migrated_once.enter_context(database.only_one(dump))
    if not dump.exists():
        return False
    name = connection.creation._get_test_db_name()
    database.restore(dump, connection.settings_dict, name)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_keepdb: bool, _migrated_once: ExitStack) -> None:
    if not endpoints.is_external() and not django_db_keepdb:
        database.keep(database.dump_path(), connection.settings_dict, str(connection.settings_dict["NAME"]))
    _migrated_once.close()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits of one test must not reach the next, nor that a server was away in it."""
    VALKEY.note_answer()
    DATABASE.note_answer()
    cache.clear()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request in Korean leaves its language active in the thread; the next test starts in English."""
    with translation.override("en"):
        yield
