"""Panels of matching on pages of other slices, which may not import it."""

from typing import Any

from django import template

from exchange.people.models import Researcher, User
from matching.selectors.method import method_in_force
from matching.selectors.panels import best_suggestions, introductions_waiting_for, manager_panel

register = template.Library()


@register.inclusion_tag("matching/components/suggestions_panel.html")
def suggestions_panel(researcher: Researcher) -> dict[str, Any]:
    """The best suggestions of a person, for that person."""
    return {"views": best_suggestions(researcher)}


@register.inclusion_tag("matching/components/introductions_panel.html")
def introductions_panel(researcher: Researcher) -> dict[str, Any]:
    """Introductions that wait for the person's answer; nothing where none does."""
    return {"views": introductions_waiting_for(researcher)}


@register.inclusion_tag("matching/components/manager_panel.html")
def review_panel(manager: User) -> dict[str, Any]:
    """The queue, the latest run and the introductions nobody has answered."""
    return {"panel": manager_panel(manager)}


@register.inclusion_tag("matching/components/method_panel.html")
def method_panel() -> dict[str, Any]:
    """Weights in force and rules, from the code's registries."""
    return {"method": method_in_force()}
