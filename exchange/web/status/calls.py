"""Calls for which an agency has nobody left who may run them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.programmes.models import ProgrammeManager
from exchange.programmes.selectors.able import clashes, told_of
from exchange.web.status.registry import Fact, Section


def calls() -> Section:
    """One fact for each call and agency; each leads to where another manager is named."""
    facts = tuple(
        Fact(
            label=str(clash.call),
            value=told_of(clash),
            is_trouble=True,
            url=reverse("admin:programmes_programme_change", args=[clash.call.programme_id]),
        )
        for clash in clashes(ProgrammeManager.objects.in_force())
    )
    none = Fact(label=_("Without a manager"), value=_("None"))
    return Section("calls", _("Calls"), facts or (none,))
