"""Fetch and authorise: what a view of a proposal needs before it can begin."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from exchange.proposals.models import Proposal
from exchange.proposals.selectors.workspaces import Workspace, workspace_of


def proposal_for(request: HttpRequest, public_id: UUID, permission: str = "proposals.see_proposal") -> Proposal:
    """The proposal; 404 for what one may not even see, 403 for what one may only read."""
    proposals = Proposal.objects.select_related("call__version", "call__programme")
    proposal = get_object_or_404(proposals, public_id=public_id)
    if not request.user.has_perm("proposals.see_proposal", proposal):
        raise Http404
    if not request.user.has_perm(permission, proposal):
        raise PermissionDenied
    return proposal


def workspace_for(request: HttpRequest, public_id: UUID, permission: str = "") -> Workspace:
    """Where a member of the team works; 404 for everybody else, 403 for what this member may not do."""
    workspace = workspace_of(request.user, public_id)
    if workspace is None:
        raise Http404
    if permission and not request.user.has_perm(permission, workspace.proposal):
        raise PermissionDenied
    return workspace
