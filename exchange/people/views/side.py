"""The own side: whether it is confirmed, what is missing, asking once more. For officers: who waits, and deciding."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.http.stale import Stale
from exchange.people.enums import SideOutcome
from exchange.people.forms.side import AskAgainForm, SideDecisionForm
from exchange.people.models import Researcher
from exchange.people.selectors.profile import own_profile
from exchange.people.selectors.side import claims_of, refused_on, standing_of, waiting_on
from exchange.people.services.side import ask_again, confirm_by_evidence, decide_side
from exchange.people.views.access import signed_in

PAGE_SIZE = 25
LISTS = {"waiting": waiting_on, "refused": refused_on}


@login_required
def side(request: HttpRequest) -> HttpResponse:
    researcher = own_profile(signed_in(request))
    if researcher is None:
        return redirect("onboarding")
    return render(request, "people/side.html", {"standing": standing_of(researcher), "form": AskAgainForm()})


@login_required
@require_POST
def side_ask_again(request: HttpRequest) -> HttpResponse:
    researcher = own_profile(signed_in(request))
    if researcher is None:
        return redirect("onboarding")
    form = AskAgainForm(request.POST)
    if form.is_valid():
        try:
            ask_again(researcher, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("You are on the officers’ list again. They will tell you by email."))
            return redirect("side")
    context = {"standing": standing_of(researcher), "form": form}
    return render(request, "people/side.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@login_required
@require_POST
def side_check(request: HttpRequest) -> HttpResponse:
    """After an address was verified or ORCID connected elsewhere."""
    researcher = own_profile(signed_in(request))
    if researcher is None:
        return redirect("onboarding")
    decision = confirm_by_evidence(researcher)
    if decision is not None and decision.outcome == SideOutcome.CONFIRMED:
        messages.success(request, _("Your side is confirmed."))
    else:
        messages.info(request, _("We have found nothing that confirms your side yet."))
    return redirect("side")


@login_required
def side_list(request: HttpRequest) -> HttpResponse:
    """People of the officer's own side alone; nobody acts for both."""
    own = signed_in(request).officer_side
    if not own:
        raise Http404
    shown = request.GET.get("list", "")
    shown = shown if shown in LISTS else "waiting"
    page = Paginator(LISTS[shown](own), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"shown": shown, "page": page, "claims": claims_of(page.object_list), "query": f"list={shown}"}
    return render(request, "people/side_list.html", context)


def _decided_by(request: HttpRequest, public_id: uuid.UUID) -> Researcher:
    """A person on whom the officer may decide; anybody else and nobody look the same."""
    researcher: Researcher = get_object_or_404(Researcher, public_id=public_id)
    if not request.user.has_perm("people.decide_side", researcher):
        raise Http404
    return researcher


@login_required
def side_decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    researcher = _decided_by(request, public_id)
    form = SideDecisionForm(request.POST or None, researcher=researcher)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            decision = decide_side(researcher, by=signed_in(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except Stale as decided:
            form.add_error(None, str(decided))
            status = HTTPStatus.CONFLICT
        else:
            values = {"name": researcher, "decision": decision.get_outcome_display()}
            messages.success(request, _("%(name)s: %(decision)s. They are told by mail.") % values)
            return redirect("side-list")
    claim = claims_of(Researcher.objects.filter(pk=researcher.pk))[0]
    return render(request, "people/side_decide.html", {"claim": claim, "form": form}, status=status)
