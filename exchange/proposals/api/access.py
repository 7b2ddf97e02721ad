"""Fetch and authorise: what a route of a proposal needs before it can begin."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import PermissionDenied
from rest_framework.serializers import Serializer

from exchange.people.api.access import AccountView
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.workspaces import Workspace, workspace_of
from exchange.proposals.serializers.proposals import ProposalSerializer


class ProposalView(AccountView[Proposal]):
    """Fetch and authorise: 404 for what one may not even see, 403 for what one may only read."""

    queryset = Proposal.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class: type[Serializer[Any]] = ProposalSerializer

    def workspace(self, public_id: UUID, permission: str = "") -> Workspace:
        found = workspace_of(self.user(), public_id)
        if found is None:
            raise Http404
        if permission and not self.user().has_perm(permission, found.proposal):
            raise PermissionDenied
        return found

    def proposal(self, public_id: UUID, permission: str = "") -> Proposal:
        """For the team and, once it was submitted, for the call's managers."""
        proposals = Proposal.objects.select_related("call__version", "call__programme")
        found = get_object_or_404(proposals, public_id=public_id)
        if not self.user().has_perm("proposals.see_proposal", found):
            raise Http404
        if permission and not self.user().has_perm(permission, found):
            raise PermissionDenied
        return found
