"""What Gyoryu is made of, and whether each part is there: asked one by one, so that one which is away hides no other."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import cast

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.embedded.patience import meet_database
from exchange.embedded.readiness import is_unmigrated
from exchange.http.caches import SteadyCache
from exchange.jobs.clients import queue_states
from exchange.messaging.enums import OutboxState
from exchange.messaging.models import OutboxMessage
from exchange.web.status.machine import LITTLE
from exchange.web.status.registry import Fact, Section
from exchange.web.status.work import LONG, QUEUES
from exchange.web.watch.heartbeats import SCHEDULE, serving

MIGRATED = Event()


@dataclass(frozen=True)
class Component:
    """``is_up`` is ``None`` where it cannot be known, because the database that would tell is away."""

    key: str
    label: str
    is_up: bool | None
    trouble: str


def components() -> tuple[Component, ...]:
    """Each asked for itself; never raises."""
    found = [database()]
    found.append(migrations(is_there=bool(found[0].is_up)))
    found += [_broker(), _cache(), _disk()]
    return (*found, *_of_the_database(is_there=bool(found[0].is_up)))


def database() -> Component:
    return Component("database", _("Database"), _does(_ask_database), _("It does not answer."))


def migrations(*, is_there: bool) -> Component:
    is_up = _does(_ask_migrations) if is_there else None
    return Component("migrations", _("Migrations"), is_up, _("Not all applied: run manage.py migrate."))


def component_section() -> Section:
    facts = (
        Fact(label=one.label, value=_("Works") if one.is_up else one.trouble, is_trouble=not one.is_up)
        for one in components()
    )
    return Section("components", _("Components"), tuple(facts))


def _broker() -> Component:
    return Component("broker", _("Broker"), _does(_ask_broker), _("It does not answer. What waits is done later."))


def _cache() -> Component:
    ask = cast("SteadyCache", caches["default"]).ping
    return Component("cache", _("Cache"), _does(ask), _("It does not answer. Pages go on without it."))


def _disk() -> Component:
    text = _("Little room is left, or the folder of documents cannot be written.")
    return Component("disk", _("Disk"), _does(_ask_disk), text)


def _of_the_database(*, is_there: bool) -> Iterator[Component]:
    served: dict[str, int] = {}
    is_known = is_there and _does(lambda: served.update(serving()))
    for queue in QUEUES:
        label = _("Workers of %(queue)s") % {"queue": queue}
        yield Component(f"worker-{queue}", label, queue in served if is_known else None, _("None was seen lately."))
    is_up = SCHEDULE in served if is_known else None
    yield Component("schedule", _("Schedule"), is_up, _("It was not seen lately."))
    is_up = _does(_ask_mail) if is_there else None
    yield Component("mail", _("Mail"), is_up, _("Mails have been waiting for long."))


def _does(question: Callable[[], object]) -> bool:
    """Whether it is answered, and not with no."""
    try:
        return question() is not False
    except Exception:
        return False


def _ask_database() -> None:
    meet_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_migrations() -> bool:
    """Asked until it is so: that reads every migration there is, and a process' own code stays what it is."""
    if not MIGRATED.is_set() and not is_unmigrated():
        MIGRATED.set()
    return MIGRATED.is_set()


def _ask_broker() -> bool:
    return queue_states(QUEUES) is not None


def _ask_disk() -> bool:
    there = [_first_there(Path(folder)) for folder in (settings.HOME, settings.MEDIA_ROOT)]
    return all(shutil.disk_usage(one).free >= LITTLE and os.access(one, os.W_OK) for one in there)


def _first_there(path: Path) -> Path:
    return next((one for one in (path, *path.parents) if one.exists()), Path("/"))


def _ask_mail() -> bool:
    late = OutboxMessage.objects.filter(state=OutboxState.QUEUED, not_before__lt=timezone.now() - LONG)
    return not late.exists()
