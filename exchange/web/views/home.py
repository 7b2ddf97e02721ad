"""The public front page, the work list that everybody begins with, and the page that publishes how matching works."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from exchange.messaging.selectors.worklist import worklist_of
from exchange.messaging.values.worklist import WorkItem, by_urgency
from exchange.people.models import Researcher, User
from exchange.people.rules.administration import administers
from exchange.people.selectors.profile import completeness, own_profile
from exchange.projects.models import Project
from exchange.proposals.selectors.office import managed_calls
from exchange.web.first_hour.checklist import is_unfinished


def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; below it in short form what else there is for their role."""
    if not request.user.is_authenticated:
        return render(request, "web/home_public.html")
    items = worklist_of(request.user)
    unfinished = administers(request.user) and is_unfinished(request, request.user)
    waiting = {"is_unfinished": unfinished, "count": len(items), "groups": by_urgency(items, timezone.localtime())}
    if request.user.officer_side:
        return _office(request, request.user, waiting)
    researcher = own_profile(request.user)
    if researcher is None:
        return _without_profile(request, request.user, items, waiting)
    return render(request, "web/home_researcher.html", waiting | _of_researcher(researcher))


def _office(request: HttpRequest, user: User, waiting: dict[str, Any]) -> HttpResponse:
    """Beside the office what they have as a researcher, for who is both."""
    researcher = own_profile(user) if user.has_profile else None
    context = waiting | (_of_researcher(researcher) if researcher else {})
    if user.is_manager:
        return render(request, "web/home_manager.html", context | {"calls": managed_calls(user)})
    return render(request, "web/home_officer.html", context)


def _without_profile(
    request: HttpRequest, user: User, items: tuple[WorkItem, ...], waiting: dict[str, Any]
) -> HttpResponse:
    """Straight to where their work is, where nothing else waits."""
    if any(item.kind != "profile" for item in items):
        return render(request, "web/home.html", waiting)
    if waiting["is_unfinished"]:
        return redirect("setup")
    return redirect("admin:index" if user.is_staff else "onboarding")


def _of_researcher(researcher: Researcher) -> dict[str, Any]:
    return {
        "researcher": researcher,
        "completeness": completeness(researcher),
        "projects": Project.objects.filter(lead=researcher)[:5],
    }


def about_matching(request: HttpRequest) -> HttpResponse:
    return render(request, "web/about_matching.html")
