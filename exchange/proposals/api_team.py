"""Roles, removals, invitations sent again and the paying partner, for machines: as on the team's page."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.people.api_conflict import CONFLICT
from exchange.programmes.api_access import read
from exchange.proposals.api import ProposalView, or_conflict
from exchange.proposals.enums import Role
from exchange.proposals.models import TeamMember
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.serializers import MemberSerializer
from exchange.proposals.serializers_team import (
    InvitedMemberSerializer,
    PayingPartnerSerializer,
    RemovalSerializer,
    RoleChangeSerializer,
)
from exchange.proposals.services.team import change_role, remove_member, resend_invitation, set_paying_partner


class _MemberView(ProposalView):
    def member(self, public_id: UUID, member_id: UUID, permission: str = "") -> tuple[Workspace, TeamMember]:
        """One's own place, and that of somebody in the same team."""
        workspace = self.workspace(public_id)
        members = workspace.proposal.members.select_related("proposal", "researcher")
        member = get_object_or_404(members, public_id=member_id)
        if permission and not self.user().has_perm(permission, member):
            raise PermissionDenied
        return workspace, member


class MemberView(_MemberView):
    """One of the team, for whoever may read the list of it."""

    @extend_schema(responses=MemberSerializer)
    def get(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        _workspace, member = self.member(public_id, member_id)
        return Response(MemberSerializer(member).data)


class MemberRoleView(_MemberView):
    """Another role makes the sign-off void. A new PI takes over from the one who leads the side, who stays as co-PI."""

    @extend_schema(request=RoleChangeSerializer, responses={200: MemberSerializer} | CONFLICT)
    def put(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        _workspace, member = self.member(public_id, member_id, "proposals.manage_member")
        role = read(RoleChangeSerializer(data=request.data))["role"]
        if Role.PI in {role, member.role} and not self.user().has_perm("proposals.hand_over_lead", member):
            raise PermissionDenied
        return Response(MemberSerializer(or_conflict(lambda: change_role(member, role=role))).data)


class MemberRemovalView(_MemberView):
    """Remove somebody from one's side, or leave by oneself; the lead is handed over first."""

    @extend_schema(request=RemovalSerializer, responses={200: MemberSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        _workspace, member = self.member(public_id, member_id, "proposals.remove_member")
        reason = read(RemovalSerializer(data=request.data))["reason"]
        return Response(MemberSerializer(or_conflict(lambda: remove_member(member, reason=reason))).data)


class MemberInvitationView(_MemberView):
    """Send the invitation again to whoever has not answered; once a day and not for ever."""

    @extend_schema(request=None, responses={200: InvitedMemberSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        workspace, member = self.member(public_id, member_id, "proposals.manage_member")
        sent = or_conflict(lambda: resend_invitation(member, inviter=workspace.member))
        return Response(InvitedMemberSerializer(sent).data)


class PayingPartnerView(ProposalView):
    """Whether a foreign company takes part and pays a share; a lead says so while the proposal can be changed.

    400 where the call knows no such partner: it sets no other limits for one.
    """

    @extend_schema(responses=PayingPartnerSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(PayingPartnerSerializer(self.workspace(public_id).proposal).data)

    @extend_schema(request=PayingPartnerSerializer, responses={200: PayingPartnerSerializer} | CONFLICT)
    def put(self, request: Request, public_id: UUID) -> Response:
        proposal = self.workspace(public_id, "proposals.name_paying_partner").proposal
        pays = read(PayingPartnerSerializer(data=request.data))["has_paying_partner"]
        changed = or_conflict(lambda: set_paying_partner(proposal, pays=pays))
        return Response(PayingPartnerSerializer(changed).data)
