"""Each side's answers: read side by side, saved one by one while people type."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.dossiers.enums import QuestionKind
from exchange.http.stale import Stale
from exchange.people.views.access import signed_in
from exchange.programmes.values.definition import Question
from exchange.proposals.checks import run_checks
from exchange.proposals.selectors.answers import Trouble, answer_blocks, name_in_team
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.services.answers import save_answer
from exchange.proposals.values.answers import describe, typed_rows
from exchange.proposals.views.access import workspace_for


@login_required
def proposal_answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _page(request, workspace_for(request, public_id))


@require_POST
def answer_save(request: HttpRequest, public_id: UUID, key: str, side: str) -> HttpResponse:
    """For the page's script a small JSON answer; for a form without script the page again."""
    if not request.user.is_authenticated:
        return _sign_in(request, public_id)
    workspace = workspace_for(request, public_id, "proposals.write_proposal")
    question, of_side = _asked(workspace, key, side)
    typed: Any = (
        typed_rows(request.POST, question) if question.kind == QuestionKind.TABLE else request.POST.get("value", "")
    )
    try:
        answer = save_answer(
            workspace.proposal,
            question=question,
            side=of_side,
            typed=typed,
            version=_version(request),
            by=signed_in(request),
        )
    except ValidationError as error:
        return _refused(request, workspace, Trouble(key, of_side, typed, tuple(error.messages)))
    except Stale as stale:
        theirs = describe(question, stale.current.value)
        trouble = Trouble(key, of_side, typed, theirs=theirs, by=name_in_team(stale.current))
        return _refused(request, workspace, trouble, version=stale.current.version)
    if _wants_json(request):
        return JsonResponse({"version": answer.version})
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('proposal-answers', args=[public_id])}#answer-{key}-{side}")


def _asked(workspace: Workspace, key: str, side: str) -> tuple[Question, str]:
    """The question and the side it is answered for; each side writes its own part and the team's."""
    questions = workspace.proposal.call.definition.questions_of(workspace.proposal.stage)
    question = next((one for one in questions if one.key == key), None)
    if question is None or side not in [str(one or "team") for one in question.parties]:
        raise Http404
    if side not in {"team", workspace.side}:
        raise PermissionDenied
    return question, "" if side == "team" else side


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _sign_in(request: HttpRequest, public_id: UUID) -> HttpResponse:
    answered = redirect_to_login(reverse("proposal-answers", args=[public_id]))
    if not _wants_json(request):
        return answered
    return JsonResponse({"sign_in": answered.headers["Location"]}, status=HTTPStatus.UNAUTHORIZED)


def _refused(
    request: HttpRequest, workspace: Workspace, trouble: Trouble, *, version: int | None = None
) -> HttpResponse:
    """Nothing was saved: what was typed stays in the page, beside the reason or the other person's text."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if version is None else HTTPStatus.CONFLICT
    if not _wants_json(request):
        return _page(request, workspace, trouble, status=status)
    answer = (
        {"errors": trouble.errors}
        if version is None
        else {"version": version, "theirs": trouble.theirs, "by": trouble.by}
    )
    return JsonResponse(answer, status=status)


def _page(
    request: HttpRequest, workspace: Workspace, trouble: Trouble | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    draft = load_draft(workspace.proposal)
    context = {
        "workspace": workspace,
        "part": "answers",
        "blocks": answer_blocks(workspace, draft, trouble),
        "results": run_checks(draft),
    }
    return render(request, "proposals/proposal_answers.html", context, status=status)
