"""The short path after sign-up: one section of the profile at a time, publications and consent at its end."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from exchange.people.models import User
from exchange.people.selectors.profile import completeness, own_profile
from exchange.people.views.access import signed_in
from exchange.people.views.profile import outcome, section_form

STEPS = ("basics", "statement", "resources", "topics")


@login_required
def onboarding(request: HttpRequest) -> HttpResponse:
    """To the first step that is not done; to the profile when all are."""
    step = completeness(own_profile(signed_in(request))).next_step
    if step is None:
        return redirect("profile")
    return redirect("onboarding-step", step=step.key) if step.key in STEPS else redirect(step.url)


def _after(step: str) -> str:
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else ""


def _onwards(user: User) -> HttpResponse:
    """Behind the last section: what was passed over is not asked again, or nobody who passes over it reaches consent."""
    open_pages = (step for step in completeness(own_profile(user)).steps if step.key not in STEPS and not step.is_done)
    step = next(open_pages, None)
    return redirect(step.url) if step else redirect("profile")


@login_required
def onboarding_step(request: HttpRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    form = section_form(request, step)
    if form.researcher is None and step != STEPS[0]:
        return redirect("onboarding-step", step=STEPS[0])
    following = _after(step)
    status = outcome(request, form)
    if status == HTTPStatus.FOUND:
        return redirect("onboarding-step", step=following) if following else _onwards(signed_in(request))
    context = {
        "form": form,
        "section": step,
        "template": f"people/sections/{step}.html",
        "following": following,
        "completeness": completeness(form.researcher),
    }
    return render(request, "people/onboarding_step.html", context, status=status)
