"""Roles, removals, invitations sent again and the paying partner over the API: as on the team's page."""

from http import HTTPStatus
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT
from exchange.http.requests import do, or_conflict, read
from exchange.http.summaries import summaries
from exchange.proposals.api.access import ProposalView
from exchange.proposals.forms.team import DeclarationForm
from exchange.proposals.models import TeamMember
from exchange.proposals.rules import invited_sides, may_give_role
from exchange.proposals.selectors.workspaces import Workspace
from exchange.proposals.serializers.team import (
    DeclarationSerializer,
    InvitedMemberSerializer,
    InviteSerializer,
    MemberSerializer,
    PayingPartnerSerializer,
    RemovalSerializer,
    RoleChangeSerializer,
)
from exchange.proposals.services.team import (
    change_role,
    declare,
    invite_member,
    remove_member,
    resend_invitation,
    set_paying_partner,
)


class _MemberView(ProposalView):
    def member(self, public_id: UUID, member_id: UUID, permission: str = "") -> tuple[Workspace, TeamMember]:
        """One's own place, and that of somebody in the same team."""
        workspace = self.workspace(public_id)
        members = workspace.proposal.members.select_related("proposal", "researcher")
        member = get_object_or_404(members, public_id=member_id)
        if permission and not self.user().has_perm(permission, member):
            raise PermissionDenied
        return workspace, member


@summaries(get="Read one member of a team")
class MemberView(_MemberView):
    """One of the team, for whoever may read the list of it."""

    @extend_schema(responses=MemberSerializer)
    def get(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        _workspace, member = self.member(public_id, member_id)
        return Response(MemberSerializer(member).data)


@summaries(put="Change a role in a team")
class MemberRoleView(_MemberView):
    """Another role makes the sign-off void. A new PI takes over from the one who leads the side, who stays as co-PI."""

    @extend_schema(request=RoleChangeSerializer, responses={200: MemberSerializer} | CONFLICT)
    def put(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        _workspace, member = self.member(public_id, member_id, "proposals.manage_member")
        role = read(RoleChangeSerializer(data=request.data))["role"]
        if not may_give_role(self.user(), member, role):
            raise PermissionDenied
        return Response(MemberSerializer(or_conflict(lambda: change_role(member, role=role))).data)


@summaries(post="Remove somebody from a team, or leave it")
class MemberRemovalView(_MemberView):
    """Remove somebody from one's side, or leave by oneself; the lead is handed over first."""

    @extend_schema(request=RemovalSerializer, responses={200: MemberSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        _workspace, member = self.member(public_id, member_id, "proposals.remove_member")
        reason = read(RemovalSerializer(data=request.data))["reason"]
        return Response(MemberSerializer(or_conflict(lambda: remove_member(member, reason=reason))).data)


@summaries(post="Send an invitation to a team again")
class MemberInvitationView(_MemberView):
    """Send the invitation again to whoever has not answered; once a day and not for ever."""

    @extend_schema(request=None, responses={200: InvitedMemberSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID, member_id: UUID) -> Response:
        workspace, member = self.member(public_id, member_id, "proposals.manage_member")
        sent = or_conflict(lambda: resend_invitation(member, inviter=workspace.member))
        return Response(InvitedMemberSerializer(sent).data)


@summaries(get="Whether a paying partner takes part", put="Name a paying partner")
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


@summaries(get="List a proposal's team", post="Invite somebody to a team")
class ProposalTeamView(ProposalView):
    """The team; invite somebody by email."""

    pagination_class = None

    @extend_schema(responses=MemberSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(MemberSerializer(self.workspace(public_id).proposal.members.all(), many=True).data)

    @extend_schema(request=InviteSerializer, responses={201: MemberSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        workspace = self.workspace(public_id)
        values = read(InviteSerializer(data=request.data))
        if values["side"] not in invited_sides(self.user(), workspace.proposal):
            raise PermissionDenied
        member = do(lambda: invite_member(workspace.proposal, inviter=workspace.member, **values))
        return Response(MemberSerializer(member).data, status=HTTPStatus.CREATED)


@summaries(get="Read my declaration to a team", put="Sign my declaration to a team")
class DeclarationView(ProposalView):
    """One's own entry in the team, which nobody else writes or signs; saying it again replaces it."""

    @extend_schema(responses=DeclarationSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(DeclarationSerializer(self.workspace(public_id).member).data)

    @extend_schema(request=DeclarationSerializer, responses={200: DeclarationSerializer} | CONFLICT)
    def put(self, request: Request, public_id: UUID) -> Response:
        workspace = self.workspace(public_id, "proposals.write_proposal")
        sent = read(DeclarationSerializer(data=request.data))
        typed = sent | {"signed": sent.pop("has_signed_off")}
        own = TeamMember.objects.get(pk=workspace.member.pk)
        form = DeclarationForm(typed, instance=own, limits=workspace.proposal.call.definition.limits)
        if not form.is_valid():
            raise ValidationError({name: [str(one) for one in errors] for name, errors in form.errors.items()})
        signed = form.cleaned_data["signed"]
        declared = or_conflict(lambda: declare(workspace.member, values=form.values(), signed=signed))
        return Response(DeclarationSerializer(declared).data)
