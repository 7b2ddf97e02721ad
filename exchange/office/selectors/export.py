"""Which exports a manager may see: their own, while they manage what was exported."""

from django.db.models import QuerySet
from django.utils import timezone

from exchange.office.enums import ExportState
from exchange.office.models import Export
from exchange.office.selectors.managed import in_managed_scopes
from exchange.people.models import User


def own_exports(user: User) -> QuerySet[Export]:
    return in_managed_scopes(user, Export.objects.filter(requested_by=user))


def is_downloadable(export: Export) -> bool:
    return export.state == ExportState.DONE and export.expires_at is not None and export.expires_at > timezone.now()


def file_name(export: Export) -> str:
    """Says which list of which day; Latin letters alone, since not every system keeps others."""
    day = timezone.localtime(export.requested_at)
    return f"{export.list_key}-{day:%Y%m%d-%H%M}.{export.format}"
