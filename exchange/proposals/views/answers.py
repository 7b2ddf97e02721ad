"""Each side's answers: read side by side, saved one by one while people type."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from exchange.dossiers.selectors.answers import Trouble, answer_blocks, question_at
from exchange.dossiers.views.answers import save_typed, sign_in_first
from exchange.people.views.access import signed_in
from exchange.proposals.models import Answer
from exchange.proposals.selectors.answers import name_in_team, place_of, saved_answers
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.services.answers import save_answer
from exchange.proposals.views.access import workspace_for
from exchange.proposals.views.panel import panel


@login_required
def proposal_answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, workspace_for(request, public_id))


@require_POST
def answer_save(request: HttpRequest, public_id: UUID, key: str, side: str) -> HttpResponseBase:
    address = reverse("proposal-answers", args=[public_id])
    if not request.user.is_authenticated:
        return sign_in_first(request, address)
    workspace = workspace_for(request, public_id, "proposals.write_proposal")
    proposal = workspace.proposal
    questions = proposal.call.definition.questions_of(proposal.stage)
    question, party = question_at(questions, key, side, own=workspace.own)

    def save(typed: Any, version: int) -> Answer:
        own, by = str(party or ""), signed_in(request)
        return save_answer(proposal, question=question, side=own, typed=typed, version=version, by=by)

    def page(trouble: Trouble, status: HTTPStatus) -> HttpResponse:
        return _page(request, workspace, trouble, status=status)

    return save_typed(request, question, party, save=save, name=name_in_team, page=page, address=address)


def _page(
    request: HttpRequest, workspace: Workspace, trouble: Trouble | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    draft = load_draft(workspace.proposal)
    saved = saved_answers(workspace.proposal)
    context = {
        "workspace": workspace,
        "part": "answers",
        "place": place_of(workspace.proposal),
        "blocks": answer_blocks(draft, saved, own=workspace.own, may_write=workspace.may_write, trouble=trouble),
        **panel(workspace.proposal, draft),
    }
    return render(request, "proposals/proposal_answers.html", context, status=status)
