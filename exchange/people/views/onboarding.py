"""The short path after sign-up: one section of the profile at a time, publications and consent at its end."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

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
        return redirect("onboarding-step", step=following) if following else redirect("onboarding")
    context = {
        "form": form,
        "section": step,
        "template": f"people/sections/{step}.html",
        "following": following,
        "completeness": completeness(form.researcher),
    }
    return render(request, "people/onboarding_step.html", context, status=status)
