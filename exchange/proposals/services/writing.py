"""Whoever writes to a proposal holds it, and it still is what they may write."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from exchange.proposals.enums import EDITABLE
from exchange.proposals.models import Proposal


def hold_for_writing(proposal: Proposal) -> None:
    """Until the transaction ends, noting that it changes: of two who write at once the second one waits.

    Raises ``PermissionDenied``, as the door would now, where it was decided, withdrawn or sent to another stage while
    the writer waited.
    """
    as_read = Proposal.objects.filter(pk=proposal.pk, stage=proposal.stage, state__in=EDITABLE)
    if not as_read.update(changed_at=timezone.now()):
        raise PermissionDenied
