"""What waits for the officers of a side: people who say to be on it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.people.selectors.side import waiting_on


def waiting_for_confirmation(reader: Reader) -> Iterator[WorkItem]:
    """One item for all of them."""
    side = reader.user.officer_side
    count = waiting_on(side).count() if side else 0
    if count:
        text = ngettext(
            "%(count)d person waits for their side to be confirmed",
            "%(count)d people wait for their side to be confirmed",
            count,
        )
        yield WorkItem(
            kind="side-claims",
            subject=side,
            label=_("Confirmations"),
            title=text % {"count": count},
            detail=_("Until then they see nobody, and nobody sees them"),
            act=_("Decide"),
            url=reverse("side-list"),
            entry="side-list",
        )
