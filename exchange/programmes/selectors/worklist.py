"""What waits for the officers of a side and for administrators: people who say to be on it, and calls that nobody may run."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.messaging.selectors.worklist import Reader
from exchange.messaging.values.worklist import WorkItem
from exchange.people.rules.administration import administers
from exchange.people.selectors.side import waiting_on
from exchange.programmes.models import ProgrammeManager
from exchange.programmes.rules import managed_by
from exchange.programmes.selectors.able import Clash, clashes, told_of


def waiting_for_managers(reader: Reader) -> Iterator[WorkItem]:
    """Administrators name another manager. Those of the other agencies, who may run the call meanwhile, are told."""
    user = reader.user
    managers = ProgrammeManager.objects.in_force()
    if administers(user):
        yield from map(_to_be_named, clashes(managers))
    elif user.is_manager:
        for clash in clashes(managers.filter(programme__in=managed_by(user).values("programme"))):
            if user.pk in {officer.user_id for officer in clash.able}:
                yield _to_be_known(clash)


def _to_be_named(clash: Clash) -> WorkItem:
    return _clash(
        clash,
        act=_("Name another manager"),
        url=reverse("admin:programmes_programme_change", args=[clash.call.programme_id]),
        entry="office-list",
    )


def _to_be_known(clash: Clash) -> WorkItem:
    return _clash(clash, act=_("Open the call"), url=clash.call.get_absolute_url(), entry="programme-list")


def _clash(clash: Clash, *, act: str, url: str, entry: str) -> WorkItem:
    return WorkItem(
        kind="clash",
        subject=f"{clash.call.public_id} {clash.agency.code}",
        label=_("An agency without a manager for a call"),
        title=str(clash.call),
        detail=told_of(clash),
        act=act,
        url=url,
        entry=entry,
    )


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
