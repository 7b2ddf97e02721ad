"""Which exports a manager may see: their own, while they manage the call."""

from django.db.models import QuerySet
from django.utils import timezone

from exchange.people.models import User
from exchange.programmes.models import Call
from exchange.proposals.enums import ExportState
from exchange.proposals.models import ProposalExport


def own_exports(user: User, call: Call | None = None) -> QuerySet[ProposalExport]:
    exports = ProposalExport.objects.filter(requested_by=user).select_related("call__programme")
    return exports.filter(call=call) if call else exports


def is_downloadable(export: ProposalExport) -> bool:
    return export.state == ExportState.DONE and export.expires_at is not None and export.expires_at > timezone.now()


def file_name(export: ProposalExport) -> str:
    """Says which list of which day; Latin letters alone, since not every system keeps others."""
    day = timezone.localtime(export.requested_at)
    return f"proposals-{day:%Y%m%d-%H%M}.{export.format}"
