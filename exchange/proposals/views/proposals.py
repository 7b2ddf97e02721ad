"""One's proposals: list, begin, and the front page of each."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.http.stale import Stale
from exchange.people.views.access import signed_in
from exchange.programmes.models import Call
from exchange.programmes.views.access import call_for
from exchange.proposals.forms.proposal import TitlesForm
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.proposals import begun_for, open_invitations, own_proposals
from exchange.proposals.selectors.workspaces import Workspace, workspace_of
from exchange.proposals.services.proposals import change_titles, create_proposal
from exchange.proposals.values.concept_paper import abstract_label
from exchange.proposals.views.access import proposal_for, workspace_for
from exchange.proposals.views.panel import panel

PAGE = 20


@login_required
def proposal_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(own_proposals(request.user), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "invitations": open_invitations(signed_in(request))}
    return render(request, "proposals/proposal_list.html", context)


@login_required
def proposal_create(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_for(request, public_id)
    if not hasattr(request.user, "researcher"):
        messages.info(request, _("Describe yourself first: your organisation decides on which side you are."))
        return redirect("onboarding")
    if not request.user.has_perm("proposals.begin_proposal", call):
        raise PermissionDenied
    form = TitlesForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _created(request, call, form)):
        return redirect(made)
    context = {
        "call": call,
        "form": form,
        "begun": begun_for(request.user, call),
        "shown_to_counterparts": abstract_label(call.definition),
    }
    return render(request, "proposals/proposal_create.html", context, status=422 if form.is_bound else 200)


def _created(request: HttpRequest, call: Call, form: TitlesForm) -> Proposal | None:
    try:
        return create_proposal(call, researcher=signed_in(request).researcher, **form.titles())
    except ValidationError as error:
        form.add_error(None, error.messages)
    return None


@login_required
def proposal_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    workspace = workspace_of(request.user, public_id)
    if workspace is None:  # a manager reads what was submitted, not what the team is writing
        proposal_for(request, public_id)
        return redirect("submission-latest", public_id)
    return _overview(request, workspace, TitlesForm.of(workspace.proposal))


@login_required
@require_POST
def proposal_titles(request: HttpRequest, public_id: UUID) -> HttpResponse:
    workspace = workspace_for(request, public_id, "proposals.write_proposal")
    form = TitlesForm.of(workspace.proposal, request.POST)
    if form.is_valid() and _changed(request, workspace.proposal, form):
        messages.success(request, _("Saved."))
        return redirect(workspace.proposal)
    return _overview(request, workspace, form, status=422)


def _changed(request: HttpRequest, proposal: Proposal, form: TitlesForm) -> bool:
    try:
        change_titles(proposal, read=form.read(), **form.titles())
    except Stale as stale:
        form.data = request.POST.copy()
        form.data["read_en"], form.data["read_ko"] = stale.current.title_en, stale.current.title_ko
        theirs = " / ".join(filter(None, (stale.current.title_en, stale.current.title_ko)))
        text = _("Someone else has changed the titles in the meantime to: %(titles)s. Saving again replaces theirs.")
        form.add_error(None, text % {"titles": theirs})
        return False
    return True


def _overview(request: HttpRequest, workspace: Workspace, form: TitlesForm, *, status: int = 200) -> HttpResponse:
    draft = load_draft(workspace.proposal)
    context = {"workspace": workspace, "part": "overview", "form": form, "draft": draft}
    context |= panel(workspace.proposal, draft)
    return render(request, "proposals/proposal_detail.html", context, status=status)


@login_required
def proposal_checks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list of checks by itself, asked for after each saving."""
    workspace = workspace_for(request, public_id)
    context = {"workspace": workspace, **panel(workspace.proposal, load_draft(workspace.proposal))}
    return render(request, "proposals/components/check_panel.html", context)
