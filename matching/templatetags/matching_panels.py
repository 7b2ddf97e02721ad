"""Panels of matching on pages of other slices, which may not import it."""

from typing import Any, Protocol

from django import template
from django.contrib.auth.models import AnonymousUser

from exchange.people.models import Researcher, User
from exchange.programmes.models import Call
from matching.enums import Band
from matching.selectors.calls import calls_for, fit_of
from matching.selectors.meetings import Meeting
from matching.selectors.method import method_in_force
from matching.selectors.panels import SHOWN, best_suggestions, manager_panel

register = template.Library()


class Titled(Protocol):
    """What a text belongs to."""

    @property
    def title(self) -> str: ...

    @property
    def side(self) -> str: ...


@register.inclusion_tag("matching/components/suggestions_panel.html")
def suggestions_panel(researcher: Researcher) -> dict[str, Any]:
    """The best suggestions of a person, for that person."""
    return {"best": best_suggestions(researcher)}


@register.inclusion_tag("matching/components/manager_panel.html")
def review_panel(manager: User) -> dict[str, Any]:
    """How many pairs stand where, and the runs."""
    return {"panel": manager_panel(manager)}


@register.inclusion_tag("matching/components/method_panel.html")
def method_panel() -> dict[str, Any]:
    """Weights in force and rules, from the code's registries."""
    return {"method": method_in_force()}


@register.inclusion_tag("matching/components/calls_panel.html")
def calls_panel(user: User | AnonymousUser) -> dict[str, Any]:
    """The calls that fit a researcher best, none that fit weakly; nothing for everybody else."""
    researcher = Researcher.objects.filter(user=user.pk).first() if user.pk is not None else None
    fits = calls_for(researcher) if researcher else []
    return {"fits": [fit for fit in fits if fit.band != Band.WEAK][:SHOWN]}


@register.inclusion_tag("matching/components/call_fit_panel.html")
def call_fit_panel(user: User | AnonymousUser, call: Call) -> dict[str, Any]:
    """How one call fits a researcher who may apply to it."""
    researcher = Researcher.objects.filter(user=user.pk).first() if user.pk is not None else None
    return {"view": fit_of(researcher, call) if researcher else None}


@register.inclusion_tag("matching/components/meeting.html")
def meeting_panel(meeting: Meeting, first: Titled, second: Titled) -> dict[str, Any]:
    """Two texts that meet, one of each of the two."""
    return {"meeting": meeting, "view": {"first": first, "second": second}}
