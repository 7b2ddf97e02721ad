"""The team's page: who takes part on each side, invitations, roles, and one's own entry."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.disclosure import Viewer, disclose
from exchange.people.models import Researcher
from exchange.proposals.forms.team import DeclarationForm, InviteForm, ReasonForm, RoleForm
from exchange.proposals.models import TeamMember
from exchange.proposals.rules import invited_sides, may_give_role
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.team import led_sides_of, team_rows
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.services.team import (
    change_role,
    declare,
    invite_member,
    remove_member,
    resend_invitation,
    set_paying_partner,
)
from exchange.proposals.views.access import workspace_for
from exchange.proposals.views.panel import panel


@login_required
def proposal_team(request: HttpRequest, public_id: UUID) -> HttpResponse:
    workspace = workspace_for(request, public_id)
    sides = invited_sides(request.user, workspace.proposal)
    led = led_sides_of(workspace.proposal)
    form = InviteForm(request.POST or None, sides=sides, led=led, initial=_suggested(request))
    if not form.is_bound:
        return _page(request, workspace, invite=form)
    if not sides:
        raise PermissionDenied
    if form.is_valid() and _done(
        form, lambda: invite_member(workspace.proposal, inviter=workspace.member, **form.cleaned_data)
    ):
        messages.success(request, _("Invited: a mail with the link is on its way."))
        return redirect("proposal-team", public_id)
    return _page(request, workspace, invite=form)


def _suggested(request: HttpRequest) -> dict[str, str]:
    """Name and side of the person whom ``?person=`` names, as far as the reader may see them; never an address."""
    try:
        researcher = Researcher.objects.filter(public_id=UUID(request.GET.get("person", ""))).first()
    except ValueError:
        return {}
    if researcher is None or not request.user.has_perm("people.see_researcher", researcher):
        return {}
    return {"name": disclose(researcher, Viewer.of(request.user)).name, "side": str(researcher.country)}


@login_required
@require_POST
def proposal_declaration(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's own entry; nobody else writes or signs it."""
    workspace = workspace_for(request, public_id, "proposals.write_proposal")
    limits = workspace.proposal.call.definition.limits
    form = DeclarationForm(request.POST, instance=TeamMember.objects.get(pk=workspace.member.pk), limits=limits)
    if form.is_valid():
        signed = form.cleaned_data["signed"]
        if _done(form, lambda: declare(workspace.member, values=form.values(), signed=signed)):
            messages.success(request, _("Saved and signed off.") if signed else _("Saved, not signed off yet."))
            return redirect("proposal-team", public_id)
    return _page(request, workspace, declaration=form)


@login_required
@require_POST
def proposal_partner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    workspace = workspace_for(request, public_id, "proposals.name_paying_partner")
    try:
        set_paying_partner(workspace.proposal, pays=request.POST.get("pays") == "yes")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("proposal-team", public_id)


@login_required
@require_POST
def member_role(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    _workspace, member = _member(request, public_id, member_id, "proposals.manage_member")
    form = RoleForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else ""
    if not may_give_role(request.user, member, role):
        raise PermissionDenied
    if role and _done(form, lambda: change_role(member, role=role)):
        messages.success(request, _("The role is changed; the entry is to be signed off again."))
    _tell_errors(request, form)
    return redirect("proposal-team", public_id)


@login_required
@require_POST
def member_resend(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """The invitation once more, to whoever has not answered."""
    workspace, member = _member(request, public_id, member_id, "proposals.manage_member")
    try:
        resend_invitation(member, inviter=workspace.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Sent again: a mail with the link is on its way."))
    return redirect("proposal-team", public_id)


@login_required
@require_POST
def member_remove(request: HttpRequest, public_id: UUID, member_id: UUID) -> HttpResponse:
    """Remove somebody, or leave by oneself."""
    workspace, member = _member(request, public_id, member_id, "proposals.remove_member")
    form = ReasonForm(request.POST)
    is_gone = form.is_valid() and _done(form, lambda: remove_member(member, reason=form.cleaned_data["reason"]))
    if not is_gone:
        _tell_errors(request, form)
        return _page(request, workspace, removal=(member, form))
    if member == workspace.member:
        messages.success(request, _("You have left the team."))
        return redirect("proposal-list")
    return redirect("proposal-team", public_id)


def _member(request: HttpRequest, public_id: UUID, member_id: UUID, permission: str) -> tuple[Workspace, TeamMember]:
    workspace = workspace_for(request, public_id)
    member = get_object_or_404(workspace.proposal.members.select_related("proposal", "researcher"), public_id=member_id)
    if not request.user.has_perm(permission, member):
        raise PermissionDenied
    return workspace, member


def _done(form: BaseForm, action: Callable[[], object]) -> bool:
    """Whether the service did it; its objections go to the form, beside their field where they name one."""
    try:
        action()
    except ValidationError as error:
        known = hasattr(error, "error_dict") and set(error.error_dict) <= set(form.fields)
        form.add_error(None, error if known else error.messages)
        return False
    return True


def _tell_errors(request: HttpRequest, form: BaseForm) -> None:
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))


def _page(
    request: HttpRequest,
    workspace: Workspace,
    *,
    invite: InviteForm | None = None,
    declaration: DeclarationForm | None = None,
    removal: tuple[TeamMember, ReasonForm] | None = None,
) -> HttpResponse:
    draft = load_draft(workspace.proposal)
    sides = invited_sides(request.user, workspace.proposal)
    refused = removal is not None or any(form is not None and form.is_bound for form in (invite, declaration))
    own = TeamMember.objects.get(pk=workspace.member.pk) if declaration is None else None
    context = {
        "workspace": workspace,
        "part": "team",
        "rows": team_rows(workspace, sides),
        "invite": invite or InviteForm(sides=sides, led=led_sides_of(workspace.proposal)),
        "invites": bool(sides),
        "declaration": declaration or DeclarationForm(instance=own, limits=draft.definition.limits),
        "removal": removal,
        "limits": draft.definition.limits,
        **panel(workspace.proposal, draft),
    }
    return render(request, "proposals/proposal_team.html", context, status=422 if refused else 200)
