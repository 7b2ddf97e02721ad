"""Each side's budget in its own currency: the own one to write, the other one to read."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from exchange.http.stale import Stale
from exchange.proposals.forms.budget import BudgetForm
from exchange.proposals.selectors.budgets import amounts_of, side_budget
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.services.budget import save_budget
from exchange.proposals.views.access import workspace_for
from exchange.proposals.views.panel import panel


@login_required
def proposal_budget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    workspace = workspace_for(request, public_id)
    draft = load_draft(workspace.proposal)
    own = side_budget(draft, workspace.side)
    form = BudgetForm(
        request.POST if request.method == "POST" else None,
        years=[one.year for one in own.years],
        amounts=amounts_of(draft, workspace.side),
    )
    if form.is_bound and not workspace.may_write:
        raise PermissionDenied
    if form.is_bound and form.is_valid() and _saved(workspace, form):
        messages.success(request, _("Saved."))
        return redirect("proposal-budget", public_id)
    context = {
        "workspace": workspace,
        "part": "budget",
        "form": form,
        "own": own,
        "others": [side_budget(draft, side) for side in draft.sides if side != workspace.side],
        **panel(workspace.proposal, draft),
    }
    return render(request, "proposals/proposal_budget.html", context, status=422 if form.is_bound else 200)


def _saved(workspace: Workspace, form: BudgetForm) -> bool:
    try:
        save_budget(workspace.proposal, side=workspace.side, amounts=form.amounts(), read=form.read())
    except Stale as stale:
        form.tell(stale.current)
        return False
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    return True
