"""What was submitted, as it was: read, compared, and decided upon by the call's managers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.http.stale import Stale
from exchange.people.views.access import signed_in
from exchange.proposals.forms.submission import AskForm
from exchange.proposals.models import Proposal, Submission
from exchange.proposals.selectors.submissions import files_of, read_submission, submissions_of
from exchange.proposals.services.decisions import (
    UNREAD,
    advance_proposal,
    ask_information,
    decline_proposal,
    next_stage,
    waits_for_decision,
)
from exchange.proposals.values.reading import changes
from exchange.proposals.views.access import proposal_for


@login_required
def submission_latest(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = proposal_for(request, public_id)
    latest = submissions_of(proposal).first()
    if latest is None:
        raise Http404
    return redirect("submission-detail", public_id, latest.stage, latest.number)


@login_required
def submission_detail(request: HttpRequest, public_id: UUID, stage: str, number: int) -> HttpResponse:
    proposal = proposal_for(request, public_id)
    return _page(request, proposal, _submission(proposal, stage, number), AskForm())


@login_required
def submission_diff(request: HttpRequest, public_id: UUID, stage: str, number: int) -> HttpResponse:
    """What changed since the submission before, or since the one that ``?since=`` names."""
    proposal = proposal_for(request, public_id)
    new = _submission(proposal, stage, number)
    since = request.GET.get("since", "")
    old = _submission(proposal, stage, int(since) if since.isdecimal() and len(since) < 9 else number - 1)
    context = {
        "proposal": proposal,
        "old": old,
        "new": new,
        "parts": changes(read_submission(old), read_submission(new)),
    }
    return render(request, "proposals/submission_diff.html", context)


@login_required
@require_POST
def proposal_ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = proposal_for(request, public_id, "proposals.manage_proposal")
    form = AskForm(request.POST)
    try:
        if form.is_valid():
            asked = {"text": form.cleaned_data["text"], "answer_until": form.answer_until()}
            ask_information(proposal, read=_read(request), by=signed_in(request), **asked)
            messages.success(request, _("Asked. The team is being told, and can change the proposal until then."))
            return redirect("submission-latest", public_id)
    except ValidationError as error:
        form.add_error(None, error.messages)
    except Stale:
        return _newest(request, proposal, form, status=409)
    return _newest(request, proposal, form, status=422)


@login_required
@require_POST
def proposal_decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    proposal = proposal_for(request, public_id, "proposals.manage_proposal")
    services = {"advance": advance_proposal, "decline": decline_proposal}
    if (service := services.get(request.POST.get("decision", ""))) is None:
        raise Http404
    try:
        service(proposal, read=_read(request), by=signed_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Stale:
        return _newest(request, proposal, AskForm(), status=409)
    else:
        messages.success(request, _("Decided. The team is being told."))
    return redirect("submission-latest", public_id)


def _read(request: HttpRequest) -> UUID | None:
    """The receipt of the submission that the reader had before them."""
    try:
        return UUID(request.POST.get("receipt", ""))
    except ValueError:
        return None


def _newest(request: HttpRequest, proposal: Proposal, form: AskForm, *, status: int) -> HttpResponse:
    """With what was typed; and where the reader had an older one before them, what changed: the buttons are for this one."""
    new = submissions_of(proposal).first()
    if new is None:
        raise Http404
    receipt = _read(request)
    old = submissions_of(proposal).filter(receipt=receipt).first() if receipt else None
    shown: dict[str, Any] = {}
    if old != new:
        changed = changes(read_submission(old), read_submission(new)) if old else None
        shown = {"unread": UNREAD % {"number": new.number}, "changed": changed}
    return _page(request, proposal, new, form, status=status, **shown)


def _submission(proposal: Proposal, stage: str, number: int) -> Submission:
    return get_object_or_404(submissions_of(proposal), stage=stage, number=number)


def _page(
    request: HttpRequest, proposal: Proposal, submission: Submission, form: AskForm, *, status: int = 200, **shown: Any
) -> HttpResponse:
    submissions = list(submissions_of(proposal))
    manages = request.user.has_perm("proposals.manage_proposal", proposal)
    context: dict[str, Any] = {
        "proposal": proposal,
        "submission": submission,
        "read": read_submission(submission),
        "files": files_of(submission),
        "submissions": submissions,
        "newest": submissions[0],
        "requests": proposal.information_requests.select_related("asked_by__researcher", "answered_by__researcher"),
        "manages": manages,
        "waits_for_decision": waits_for_decision(proposal) if manages else False,
        "next_stage": next_stage(proposal) if manages else None,
        "form": form,
        **shown,
    }
    return render(request, "proposals/submission_detail.html", context, status=status)
