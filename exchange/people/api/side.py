"""Sides over the API: one's own; for officers those who wait, and deciding."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.people.api.access import AccountView, own_researcher
from exchange.people.models import Researcher
from exchange.people.selectors.side import claims_of, standing_of, waiting_on
from exchange.people.serializers.side import (
    AskAgainSerializer,
    OfficersSideDecisionSerializer,
    SideClaimSerializer,
    SideConflictSerializer,
    SideDecisionWriteSerializer,
    SideStandingSerializer,
)
from exchange.people.services.side import ask_again, confirm_by_evidence, decide_side


@summaries(get="Whether my side is confirmed", post="Have the evidence of my side looked at again")
class SideView(generics.GenericAPIView[Any]):
    """Whether one's side is confirmed, by what, and which domains would confirm it."""

    serializer_class = SideStandingSerializer

    def get(self, request: Request) -> Response:
        return _shown(own_researcher(request))

    @extend_schema(request=None, responses=SideStandingSerializer)
    def post(self, request: Request) -> Response:
        """Look once more at the verified addresses and at what ORCID sent."""
        researcher = own_researcher(request)
        confirm_by_evidence(researcher)
        return _shown(researcher)


@summaries(post="Ask that the refusal of my side be looked at again")
class SideAskAgainView(generics.GenericAPIView[Any]):
    """One stands on the officers' list once more; nothing opens before they decide."""

    serializer_class = AskAgainSerializer

    @extend_schema(responses=SideStandingSerializer)
    def post(self, request: Request) -> Response:
        researcher = own_researcher(request)
        sent = AskAgainSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            ask_again(researcher, **sent.validated_data)
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        return _shown(researcher)


@summaries(get="List who waits for a confirmed side")
class SideClaimsView(AccountView[Any]):
    """People of the officer's own side who wait for a confirmation, and what speaks for each."""

    queryset = Researcher.objects.none()  # for the documentation; who is listed follows from who reads
    serializer_class = SideClaimSerializer

    @extend_schema(responses=SideClaimSerializer(many=True))
    def get(self, request: Request) -> Response:
        own = self.user().officer_side
        if not own:
            raise NotFound
        page = self.paginate_queryset(waiting_on(own)) or []
        claims: Any = claims_of(page)
        return self.get_paginated_response(SideClaimSerializer(claims, many=True).data)


@summaries(post="Confirm or refuse somebody's side")
class SideDecisionView(AccountView[Any]):
    """Confirm or refuse the side of a person of one's own side, with a reason that they read, too.

    Who reverses a decision in force names it; otherwise nothing is changed, and a 409 comes with that decision, with
    whose it is and when it was taken.
    """

    serializer_class = SideDecisionWriteSerializer

    @extend_schema(responses={201: OfficersSideDecisionSerializer, 409: SideConflictSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        researcher: Researcher = get_object_or_404(Researcher, public_id=public_id)
        if not self.user().has_perm("people.decide_side", researcher):
            raise NotFound
        sent = SideDecisionWriteSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        try:
            decision = decide_side(researcher, by=self.user(), **sent.validated_data)
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        except Stale as decided:
            told = {"detail": str(decided), "current": decided.current}
            return Response(SideConflictSerializer(told).data, status=HTTPStatus.CONFLICT)
        return Response(OfficersSideDecisionSerializer(decision).data, status=HTTPStatus.CREATED)


def _shown(researcher: Researcher) -> Response:
    return Response(SideStandingSerializer(standing_of(researcher)).data)
