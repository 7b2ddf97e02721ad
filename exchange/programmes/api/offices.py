"""Invitations to offices over the API, for administrators."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT
from exchange.http.requests import do, or_conflict, read
from exchange.http.summaries import summaries
from exchange.people.api.access import AccountView
from exchange.people.models import User
from exchange.programmes.models import OfficeInvitation
from exchange.programmes.selectors.offices import account_at, invitation_with, invitations
from exchange.programmes.serializers.offices import (
    AcceptOfficeSerializer,
    InvitedSerializer,
    InviteOfficerSerializer,
    OfficeInvitationSerializer,
)
from exchange.programmes.services.offices import (
    accept_with_account,
    invite_officer,
    send_invitation_again,
    withdraw_invitation,
)


class _AdministratorsView(AccountView[Any]):
    """404 for everybody else."""

    queryset: Any = OfficeInvitation.objects.none()  # for the documentation
    serializer_class = OfficeInvitationSerializer

    def administrator(self) -> User:
        if not self.user().has_perm("programmes.invite_officer"):
            raise NotFound
        return self.user()

    def invitation(self, public_id: UUID) -> OfficeInvitation:
        self.administrator()
        return get_object_or_404(invitations(), public_id=public_id)


@summaries(get="List invitations to offices", post="Invite a manager or officer")
class InvitationListView(_AdministratorsView):
    """Who was invited to act for an agency; invite somebody by mail, with the programmes that they are to manage."""

    @extend_schema(responses=OfficeInvitationSerializer(many=True))
    def get(self, request: Request) -> Response:
        self.administrator()
        page = self.paginate_queryset(invitations())
        return self.get_paginated_response(OfficeInvitationSerializer(page, many=True).data)

    @extend_schema(request=InviteOfficerSerializer, responses={201: InvitedSerializer})
    def post(self, request: Request) -> Response:
        by = self.administrator()
        sent = read(InviteOfficerSerializer(data=request.data))
        invitation = do(lambda: invite_officer(**sent, by=by))
        return Response(InvitedSerializer(invitation).data, status=HTTPStatus.CREATED)


@summaries(get="Read an invitation to an office", delete="Withdraw an invitation to an office")
class InvitationView(_AdministratorsView):
    """One invitation. Withdrawn, its link opens nothing any more."""

    @extend_schema(responses=OfficeInvitationSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(OfficeInvitationSerializer(self.invitation(public_id)).data)

    @extend_schema(responses={204: None} | CONFLICT)
    def delete(self, request: Request, public_id: UUID) -> Response:
        invitation = self.invitation(public_id)
        or_conflict(lambda: withdraw_invitation(invitation))
        return Response(status=HTTPStatus.NO_CONTENT)


@summaries(post="Send an invitation to an office again")
class InvitationSendingView(_AdministratorsView):
    """Send it again, with another link; the former one opens nothing from then on."""

    @extend_schema(request=None, responses={200: OfficeInvitationSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        invitation = self.invitation(public_id)
        sent = or_conflict(lambda: send_invitation_again(invitation))
        return Response(OfficeInvitationSerializer(sent).data)


@summaries(post="Accept an invitation to an office")
class AcceptanceView(AccountView[Any]):
    """Take the office with the key of the mail's link, as the account whose verified address was invited.

    Who has no account yet chooses a password on the page. 403 for another account, 409 for an invitation that is over.
    """

    serializer_class = OfficeInvitationSerializer

    @extend_schema(request=AcceptOfficeSerializer, responses={200: InvitedSerializer} | CONFLICT)
    def post(self, request: Request) -> Response:
        user = self.user()
        invitation = invitation_with(read(AcceptOfficeSerializer(data=request.data))["key"])
        if invitation is None:
            raise NotFound
        if user != account_at(invitation.email):
            raise PermissionDenied(_("This invitation did not go to a verified address of your account."))
        or_conflict(lambda: accept_with_account(invitation, account=user))
        invitation.refresh_from_db()
        return Response(InvitedSerializer(invitation).data)
