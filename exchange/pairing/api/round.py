"""Concept papers find each other over the API for programme managers, with the services of the pages."""

from http import HTTPStatus
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT
from exchange.http.requests import or_conflict, read
from exchange.http.summaries import summaries
from exchange.pairing.api.access import PairingRouteView
from exchange.pairing.serializers.round import (
    OpenRoundSerializer,
    PairingActionSerializer,
    PairingSerializer,
    RoundClosingSerializer,
)
from exchange.pairing.services.round import act_on_round, move_closing, open_round


@summaries(
    get="Where the matching of concept papers stands",
    post="Open the priorities",
    patch="Move the closing of the priorities",
)
class PairingView(PairingRouteView):
    """Where the matching stands, with its result and certificate; POST opens the priorities, PATCH moves their closing."""

    @extend_schema(responses=PairingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self.shown(self.call(public_id))

    @extend_schema(request=OpenRoundSerializer, responses={201: PairingSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        sent = read(OpenRoundSerializer(data=request.data))
        or_conflict(lambda: open_round(call, by=self.user(), **sent))
        return self.shown(call, HTTPStatus.CREATED)

    @extend_schema(request=RoundClosingSerializer, responses={200: PairingSerializer} | CONFLICT)
    def patch(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        round_ = self.round(call)
        sent = read(RoundClosingSerializer(data=request.data))
        or_conflict(lambda: move_closing(round_, **sent))
        return self.shown(call)


@summaries(post="Close the priorities, run the matching or confirm it")
class PairingActionView(PairingRouteView):
    """Close the priorities now, run the matching, or confirm its result: joint drafts are made and everybody is told."""

    @extend_schema(request=PairingActionSerializer, responses={200: PairingSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        round_ = self.round(call)
        action = read(PairingActionSerializer(data=request.data))["action"]
        or_conflict(lambda: act_on_round(round_, action, by=self.user()))
        return self.shown(call)
