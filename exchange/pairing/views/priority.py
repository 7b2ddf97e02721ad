"""A concept paper's team ranks the papers of the other side that it would work with."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.dossiers.enums import RoundState
from exchange.dossiers.values.ranking import version_of
from exchange.http.stale import Stale
from exchange.pairing.forms.priority import TypedOrder, read_order
from exchange.pairing.models import PairingRound
from exchange.pairing.selectors.paper import eligible_papers
from exchange.pairing.selectors.priority import Counterpart, counterparts_for, priorities_of, suggested_order
from exchange.pairing.services.priority import set_priorities
from exchange.people.disclosure import Viewer
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.views.access import workspace_for

KEPT_EMPTY = "empty"


@dataclass(frozen=True)
class Row:
    """A counterpart with what stands in its field."""

    counterpart: Counterpart
    rank: str
    error: str


@login_required
def proposal_priorities(request: HttpRequest, public_id: UUID) -> HttpResponse:
    workspace, round_ = _paper(request, public_id)
    counterparts = counterparts_for(workspace.proposal, Viewer.of(request.user))
    if request.method != "POST":
        return _page(request, workspace, round_, counterparts)
    if not workspace.leads:
        raise PermissionDenied
    typed = read_order(request.POST, {one.id for one in counterparts})
    if typed.errors:
        return _page(request, workspace, round_, counterparts, typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        saved = set_priorities(workspace.proposal, order=typed.order, version=request.POST.get("version", ""))
    except Stale:
        return _page(request, workspace, round_, counterparts, typed, status=HTTPStatus.CONFLICT)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return _page(request, workspace, round_, counterparts, typed, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, " ".join([_("Saved."), *typed.notes]))
    return redirect(reverse("proposal-priorities", args=[public_id]) + ("" if saved else f"?{KEPT_EMPTY}"))


def _paper(request: HttpRequest, public_id: UUID) -> tuple[Workspace, PairingRound]:
    """An eligible paper of the reader's team, once its call's priorities were opened."""
    workspace = workspace_for(request, public_id)
    round_ = PairingRound.objects.filter(call=workspace.proposal.call_id).first()
    if round_ is None or not eligible_papers(workspace.proposal.call).filter(pk=workspace.proposal.pk).exists():
        raise Http404
    return workspace, round_


def _page(
    request: HttpRequest,
    workspace: Workspace,
    round_: PairingRound,
    counterparts: list[Counterpart],
    typed: TypedOrder | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """What is saved, what was typed and could not be saved, or a first order by affinity."""
    saved = priorities_of(round_, workspace.proposal)
    is_suggested = typed is None and not saved and KEPT_EMPTY not in request.GET and round_.phase == RoundState.OPEN
    order = typed.order if typed else suggested_order(counterparts) if is_suggested else saved
    by_id = {one.id: one for one in counterparts}
    context = {
        "workspace": workspace,
        "round": round_,
        "is_open": round_.phase == RoundState.OPEN,
        "may_rank": workspace.leads and round_.phase == RoundState.OPEN,
        "ranked": [_row(by_id[one], str(rank), typed) for rank, one in enumerate(order, 1) if one in by_id],
        "others": [_row(one, "", typed) for one in counterparts if one.id not in order],
        "version": version_of(saved),
        "is_suggested": is_suggested,
        "saved": [by_id[one] for one in saved if one in by_id],
        "is_stale": status == HTTPStatus.CONFLICT,
    }
    return render(request, "pairing/priority_edit.html", context, status=status)


def _row(counterpart: Counterpart, rank: str, typed: TypedOrder | None) -> Row:
    """After an error everybody's own field stands as it was typed."""
    if typed is None or not typed.errors:
        return Row(counterpart, rank, "")
    return Row(counterpart, typed.typed.get(counterpart.id, ""), typed.errors.get(counterpart.id, ""))
