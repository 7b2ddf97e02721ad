"""Which exports a manager may see: their own, while they manage what was exported."""

import zipfile
from html import unescape

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from exchange.office.enums import ExportFormat, ExportState
from exchange.office.models import Export
from exchange.office.selectors.managed import in_managed_scopes
from exchange.people.models import User
from exchange.people.values.spoken import Spoken


def own_exports(user: User) -> QuerySet[Export]:
    return in_managed_scopes(user, Export.objects.filter(requested_by=user))


def is_downloadable(export: Export) -> bool:
    return export.state == ExportState.DONE and export.expires_at is not None and export.expires_at > timezone.now()


def file_name(export: Export) -> str:
    """Says which list of which day; Latin letters alone, since not every system keeps others."""
    day = timezone.localtime(export.requested_at)
    return f"{export.list_key}-{day:%Y%m%d-%H%M}.{export.format}"


def names_somebody(export: Export, spoken: Spoken) -> bool:
    """Whether the file says any of ``spoken``; one that is gone says nothing."""
    try:
        return spoken.is_in(_text_of(export))
    except FileNotFoundError:
        return False


def _text_of(export: Export) -> str:
    with default_storage.open(export.path) as file:
        if export.format == ExportFormat.CSV:
            return str(file.read().decode("utf-8-sig"))
        with zipfile.ZipFile(file) as book:
            parts = [book.read(name).decode() for name in book.namelist() if name.endswith(".xml")]
    # Between two cells stands markup, which must not join the end of one word to the beginning of the next.
    return unescape(" ".join(parts))
