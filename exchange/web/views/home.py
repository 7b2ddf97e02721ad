"""The public front page, the dashboard behind it, and the page that publishes how matching works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from exchange.people.models import Researcher
from exchange.people.selectors.profile import completeness
from exchange.projects.models import Project
from exchange.proposals.selectors.office import managed_calls


def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "web/home_public.html")
    if request.user.is_manager:
        return render(request, "web/home_manager.html", {"calls": managed_calls(request.user)})
    researcher = Researcher.objects.filter(user=request.user).select_related("organisation").first()
    if researcher is None:
        return redirect("admin:index" if request.user.is_staff else "onboarding")
    context = {
        "researcher": researcher,
        "completeness": completeness(researcher),
        "projects": Project.objects.filter(lead=researcher)[:5],
    }
    return render(request, "web/home_dashboard.html", context)


def about_matching(request: HttpRequest) -> HttpResponse:
    return render(request, "web/about_matching.html")
