"""The administration's sidebar: what is looked for most, in groups. Everything else is under "All applications"."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

AppList = Callable[..., list[dict[str, Any]]]
GROUPS = {
    gettext_noop("Matching"): "matching.Run matching.Pair matching.Introduction matching.Decision matching.Policy",
    gettext_noop("People"): "people.User people.Researcher people.Organisation people.ConsentRecord people.Erasure",
    gettext_noop("Agencies and programmes"): (
        "programmes.Agency programmes.AgencyOfficer programmes.OfficeInvitation programmes.Programme"
    ),
    gettext_noop("Projects, calls and proposals"): (
        "projects.Project programmes.Call proposals.Proposal proposals.Submission"
    ),
    gettext_noop("Running the site"): (
        "django_celery_beat.PeriodicTask messaging.OutboxMessage people.PrivacyNotice people.ConsentNotice pghistory.Events"
    ),
}
# Where the package's own name says little, or says it in English only.
TITLES = {"PeriodicTask": gettext_noop("Schedule"), "Events": gettext_noop("Change log")}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with what the person may see of them, and the notice that every page leads to."""
    groups = [
        {"title": _(title), "separator": True, "items": _items(request, names)} for title, names in GROUPS.items()
    ]
    notice = {"separator": True, "items": [{"title": _("Privacy notice"), "link": reverse("privacy")}]}
    return [*(group for group in groups if group["items"]), notice]


def with_history_apart(app_list: AppList) -> AppList:
    """As Django names every application and model to a template, for who asks for all of them.

    The tables of the audit stand behind all others, in a group of their own: there is one beside nearly every model.
    """

    def grouped(request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        groups = app_list(request, app_label)
        if app_label is not None:
            return groups
        history = [model for group in groups for model in group["models"] if _is_history(model)]
        for group in groups:
            group["models"] = [model for model in group["models"] if not _is_history(model)]
        kept = [group for group in groups if group["models"]]
        return [*kept, _history_group(history)] if history else kept

    return grouped


def _is_history(model: dict[str, Any]) -> bool:
    return hasattr(model["model"], "pgh_tracked_model")


def _history_group(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": _("Change histories"),
        "app_label": "history",
        "app_url": reverse("admin:index"),
        "has_module_perms": True,
        "models": sorted(found, key=lambda model: str(model["name"])),
    }


def _items(request: HttpRequest, names: str) -> list[dict[str, str]]:
    models = [apps.get_model(name)._meta for name in names.split()]
    return [
        {
            "title": _(TITLES[meta.object_name])
            if meta.object_name in TITLES
            else str(meta.verbose_name_plural).capitalize(),
            "link": reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"),
        }
        for meta in models
        if request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
    ]
