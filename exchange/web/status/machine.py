"""What runs here, in which versions, and how much room is left."""

import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from exchange.web.status.registry import Fact, Section

# Below this, saving a document may fail.
LITTLE = 2 * 1024**3


def machine() -> Section:
    return Section("machine", _("Machine"), (*_disks(), *_database(), *_versions()))


def _disks() -> Iterator[Fact]:
    """Of each folder once, however many lie on one disk."""
    for path in dict.fromkeys((Path(settings.HOME), Path(settings.MEDIA_ROOT))):
        there = next((one for one in (path, *path.parents) if one.exists()), Path("/"))
        free = shutil.disk_usage(there).free
        text = _("%(free)s free") % {"free": filesizeformat(free)}
        yield Fact(label=str(path), value=text, is_trouble=free < LITTLE)


def _database() -> Iterator[Fact]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        vector = (cursor.fetchone() or ("–",))[0]
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    yield Fact(label="PostgreSQL", value=f"{server}, pgvector {vector}, {filesizeformat(size)}")
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    text = _("%(count)d not applied: run manage.py migrate") % {"count": missing} if missing else _("All applied")
    yield Fact(label=_("Migrations"), value=text, is_trouble=missing > 0)


def _versions() -> Iterator[Fact]:
    yield Fact(label="Gyoryu", value=version("gyoryu"))
    yield Fact(label="Python", value=platform.python_version())
    yield Fact(label="Django", value=django.get_version())
    yield Fact(label="Celery", value=version("celery"))
    yield Fact(label="torch", value=version("torch"))
