"""A call's managers match its concept papers: first review, priorities, the matching, its confirmation."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from exchange.pairing.forms.first_review import FirstReviewForm
from exchange.pairing.forms.round import ClosingForm, RoundForm
from exchange.pairing.models import PairingRound
from exchange.pairing.selectors.first_review import ManagedPaper, agency_for, managed_papers
from exchange.pairing.selectors.round import managed_pairing
from exchange.pairing.services.first_review import StaleReviews, enter_first_reviews
from exchange.pairing.services.round import act_on_round, move_closing, open_round
from exchange.people.views.access import signed_in
from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.models import Agency, Call
from exchange.programmes.views.access import managed_call


@login_required
@require_GET
def call_pairing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, _call(request, public_id))


@login_required
@require_POST
def pairing_reviews(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = _call(request, public_id)
    agency = agency_for(signed_in(request), call)
    forms = _review_forms(managed_papers(call), agency, request.POST)
    if agency is None or not all(form.is_valid() for form in forms.values()):
        return _page(request, call, reviews=forms, status=422)
    try:
        sent = {pk: form for pk, form in forms.items() if form.is_sent}
        results, seen = {pk: form.read() for pk, form in sent.items()}, {pk: form.seen for pk, form in sent.items()}
        told = {pk: result for pk, result in seen.items() if result is not None}
        count = enter_first_reviews(call, agency=agency, results=results, by=signed_in(request), seen=told)
    except ValidationError as error:
        _show(error, {str(form.prefix): form for form in forms.values()}, request)
        return _page(request, call, reviews=forms, status=422)
    text = ngettext("%(count)d result entered.", "%(count)d results entered.", count) % {"count": count}
    messages.success(request, text if count else _("Nothing was changed."))
    return redirect("call-pairing", public_id)


@login_required
@require_POST
def pairing_open(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call, form = _call(request, public_id), RoundForm(request.POST)

    def do() -> None:
        side = form.cleaned_data["proposing_side"]
        open_round(call, closes_at=form.instant(), proposing_side=side, by=signed_in(request))

    return _submit(request, call, form, do, _("The priorities are open. The teams are being told."))


@login_required
@require_POST
def pairing_closing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call, round_ = _round(request, public_id)
    form = ClosingForm(request.POST)

    def do() -> None:
        move_closing(round_, closes_at=form.instant())

    return _submit(request, call, form, do, _("The priorities close at another time now."))


@login_required
@require_POST
def pairing_act(request: HttpRequest, public_id: UUID, action: str) -> HttpResponse:
    """Close now, run the matching, or confirm it."""
    _managed, round_ = _round(request, public_id)
    try:
        act_on_round(round_, action, by=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _done(action))
    return redirect("call-pairing", public_id)


def _done(action: str) -> str:
    return {
        "close": _("The priorities are closed."),
        "run": _("Matched. Read the result below; nothing is told to anybody before you confirm."),
        "confirm": _("Confirmed. The joint drafts are there, and everybody is being told."),
    }[action]


def _call(request: HttpRequest, public_id: UUID) -> Call:
    call = managed_call(request, public_id)
    if not request.user.has_perm("proposals.manage_proposals_of", call):
        raise Http404
    if call.definition.team_formation != TeamFormation.MATCHMAKING:
        raise Http404
    return call


def _round(request: HttpRequest, public_id: UUID) -> tuple[Call, PairingRound]:
    call = _call(request, public_id)
    round_ = PairingRound.objects.filter(call=call).first()
    if round_ is None:
        raise Http404
    return call, round_


def _submit(request: HttpRequest, call: Call, form: Form, do: Callable[[], None], success: str) -> HttpResponse:
    if form.is_valid():
        try:
            do()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, success)
            return redirect("call-pairing", call.public_id)
    return _page(request, call, form=form, status=422)


def _show(error: ValidationError, forms: dict[str, FirstReviewForm], request: HttpRequest) -> None:
    """A reason that is missing stands beside its paper, everything else above the page."""
    if not hasattr(error, "error_dict"):
        messages.error(request, " ".join(error.messages))
        return
    for paper, texts in error.message_dict.items():
        forms[paper].add_error("reason", texts)
    if isinstance(error, StaleReviews):
        for paper, now in error.current.items():
            forms[paper].see(now)


def _review_forms(papers: list[ManagedPaper], agency: Agency | None, data: Any = None) -> dict[int, FirstReviewForm]:
    """By primary key of the own side's papers."""
    forms = {}
    for managed in papers:
        if agency is not None and managed.paper.side == agency.side:
            known = managed.review_of(agency)
            initial = {"result": "yes" if known.is_eligible else "no", "reason": known.reason} if known else {}
            forms[managed.paper.proposal.pk] = FirstReviewForm(data, prefix=managed.paper.id, initial=initial)
    return forms


def _page(
    request: HttpRequest,
    call: Call,
    *,
    form: Form | None = None,
    reviews: dict[int, FirstReviewForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    pairing = managed_pairing(call, signed_in(request))
    agency, round_ = pairing.agency, pairing.round
    zone = agency.time_zone if agency else "Asia/Seoul"
    reviews = {} if pairing.explained else reviews or _review_forms(pairing.papers, agency)
    context = {
        "call": call,
        "stage": next((one for one in call.stages.all() if one.kind == StageKind.CONCEPT_PAPER), None),
        "agency": agency,
        "papers": [(managed, reviews.get(managed.paper.proposal.pk)) for managed in pairing.papers],
        "can_review": bool(reviews),
        "round": round_,
        "eligible": pairing.eligible,
        "form": form or (ClosingForm if round_ else RoundForm)(initial={"time_zone": zone}),
        "explained": pairing.explained,
    }
    return render(request, "pairing/round_manage.html", context, status=status)
