"""Confirm, submit, withdraw: the team's last page before the deadline, and the receipt after it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.dossiers.selectors.answers import answer_blocks, own_cells
from exchange.dossiers.values.refusal import Outdated, Refused
from exchange.http.limits import answer_too_often, is_too_often
from exchange.people.enums import Side
from exchange.people.views.access import signed_in
from exchange.programmes.enums import StageKind
from exchange.proposals.forms.submission import SubmitForm, WithdrawForm
from exchange.proposals.models import Proposal, Submission
from exchange.proposals.rules import confirmed_sides, edited_sides
from exchange.proposals.selectors.answers import place_of
from exchange.proposals.selectors.history import changes_since
from exchange.proposals.selectors.submissions import (
    current_files,
    open_request,
    read_submission,
    readiness,
    receipt_facts,
    submissions_of,
)
from exchange.proposals.services.submission import (
    confirm_side,
    reopen_proposal,
    submit_proposal,
    take_back_confirmation,
    withdraw_proposal,
)
from exchange.proposals.values.concept_paper import abstract_label
from exchange.proposals.views.access import proposal_for


@login_required
def proposal_submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the page shows is read only where there is one to show: many submit in the last minute."""
    proposal = _own(request, public_id)
    form = _form(request, proposal, is_sent=request.method == "POST")
    if not form.is_bound:
        return _page(request, proposal, form)
    if not request.user.has_perm("proposals.lead_proposal", proposal):
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, proposal, form, status=422)
    if form.cleaned_data.get("late_code") and is_too_often(request, "late_code"):
        return answer_too_often(request)
    try:
        submission = submit_proposal(proposal, digest=_read(request), by=signed_in(request), **form.cleaned_data)
    except Outdated as outdated:
        return _read_again(request, proposal, form, outdated)
    except Refused as refused:
        form.add_error(None, refused)
        proposal.refresh_from_db()
        return _page(request, proposal, form, status=422)
    return redirect(submission)


def _read(request: HttpRequest) -> str:
    """The digest of what the reader had before them."""
    return request.POST.get("digest", "")


def _read_again(request: HttpRequest, proposal: Proposal, form: SubmitForm, outdated: Outdated) -> HttpResponse:
    """The page as it stands now, and what changed since the reader saw it: what it offers is what they see here."""
    proposal.refresh_from_db()
    shown = {"outdated": outdated.messages, "changed": changes_since(proposal, _read(request))}
    return _page(request, proposal, form, status=409, **shown)


def _own(request: HttpRequest, public_id: UUID) -> Proposal:
    """A proposal of the reader's team; what a manager reads is what was submitted."""
    proposal = proposal_for(request, public_id)
    if not request.user.has_perm("proposals.be_in_team", proposal):
        raise Http404
    return proposal


def _form(request: HttpRequest, proposal: Proposal, *, is_sent: bool) -> SubmitForm:
    is_over = proposal.call.stages.filter(kind=proposal.stage, closes_at__lte=timezone.now()).exists()
    data = request.POST if is_sent else None
    return SubmitForm(data, is_asked=open_request(proposal) is not None, is_over=is_over)


def _page(
    request: HttpRequest, proposal: Proposal, form: SubmitForm, *, status: int = 200, **shown: Any
) -> HttpResponse:
    ready = readiness(proposal)
    own = (None, *edited_sides(request.user, proposal))
    context: dict[str, Any] = {
        "proposal": proposal,
        "ready": ready,
        "files": current_files(proposal),
        "place": place_of(proposal),
        "cells": own_cells(answer_blocks(ready.draft, {}, own=own, may_write=proposal.is_editable)),
        "form": form,
        "withdraw_form": WithdrawForm(),
        "may_change": proposal.is_editable,
        "own_sides": confirmed_sides(request.user, proposal),
        "leads": request.user.has_perm("proposals.lead_proposal", proposal),
        "submissions": submissions_of(proposal),
        "shown_to_counterparts": (
            abstract_label(ready.draft.definition) if proposal.stage == StageKind.CONCEPT_PAPER else None
        ),
        **shown,
    }
    return render(request, "proposals/submission_submit.html", context, status=status)


@login_required
@require_POST
def proposal_confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal, side = _confirming(request, public_id)
    try:
        confirm_side(proposal, side=side, digest=_read(request), by=signed_in(request))
    except Outdated as outdated:
        return _read_again(request, proposal, _form(request, proposal, is_sent=False), outdated)
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("Confirmed. Any change to the proposal makes this confirmation void."))
    return redirect("proposal-submit", public_id)


@login_required
@require_POST
def proposal_unconfirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal, side = _confirming(request, public_id)
    take_back_confirmation(proposal, side=side)
    messages.success(request, _("The confirmation is taken back."))
    return redirect("proposal-submit", public_id)


def _confirming(request: HttpRequest, public_id: UUID) -> tuple[Proposal, Side]:
    proposal = proposal_for(request, public_id, "proposals.confirm_proposal")
    side = request.POST.get("side", "")
    if side not in confirmed_sides(request.user, proposal):
        raise PermissionDenied
    return proposal, Side(side)


@login_required
@require_POST
def proposal_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = proposal_for(request, public_id, "proposals.lead_proposal")
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, proposal, _form(request, proposal, is_sent=False), status=422, withdraw_form=form)
    try:
        withdraw_proposal(proposal, reason=form.cleaned_data["reason"], by=signed_in(request))
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("The proposal is withdrawn. What was submitted stays readable."))
    return redirect("proposal-submit", public_id)


@login_required
@require_POST
def proposal_reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = proposal_for(request, public_id, "proposals.lead_proposal")
    try:
        reopen_proposal(proposal)
    except Refused as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("proposal-submit", public_id)


@login_required
def submission_receipt(request: HttpRequest, receipt: UUID) -> HttpResponse:
    submission = _receipt(request, receipt)
    context = {
        "submission": submission,
        "proposal": submission.proposal,
        "read": read_submission(submission),
        "facts": receipt_facts(submission),
        "may_change": submission.proposal.is_editable
        and request.user.has_perm("proposals.be_in_team", submission.proposal),
    }
    return render(request, "proposals/submission_receipt.html", context)


def _receipt(request: HttpRequest, receipt: UUID) -> Submission:
    rows = Submission.objects.select_related("proposal__call__version", "call_version", "submitted_by")
    submission = get_object_or_404(rows, receipt=receipt)
    if not request.user.has_perm("proposals.see_proposal", submission.proposal):
        raise Http404
    return submission
