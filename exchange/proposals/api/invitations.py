"""Invitations to one's own address over the API."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT
from exchange.http.requests import or_conflict, read
from exchange.http.summaries import summaries
from exchange.people.models import Researcher
from exchange.proposals.api.access import ProposalView
from exchange.proposals.models import TeamMember
from exchange.proposals.selectors.proposals import open_invitations
from exchange.proposals.serializers.invitations import InvitationSerializer, ReplySerializer
from exchange.proposals.serializers.team import MemberSerializer
from exchange.proposals.services.team import accept_invitation, decline_invitation


@summaries(get="List invitations to me")
class InvitationListView(ProposalView):
    """Invitations to one's own address that wait for an answer."""

    pagination_class = None

    @extend_schema(responses=InvitationSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(InvitationSerializer(open_invitations(self.user()), many=True).data)


@summaries(post="Accept or decline an invitation")
class InvitationView(ProposalView):
    """Answer an invitation to one's own, verified address, once; 409 where it was answered already."""

    @extend_schema(request=ReplySerializer, responses={200: MemberSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        member = get_object_or_404(TeamMember.objects.select_related("proposal__call"), public_id=public_id)
        if not self.user().has_perm("proposals.answer_invitation", member):
            raise Http404
        reply = read(ReplySerializer(data=request.data))
        if reply["answer"] == "decline":
            return Response(
                MemberSerializer(or_conflict(lambda: decline_invitation(member, reason=reply["reason"]))).data
            )
        researcher = get_object_or_404(Researcher, user=self.user())
        return Response(MemberSerializer(or_conflict(lambda: accept_invitation(member, researcher=researcher))).data)
