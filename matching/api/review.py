"""The managers' queue over the API."""

from typing import Any
from uuid import UUID

import rules
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import generics
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import IntegerField

from exchange.http.conflict import CONFLICT
from exchange.http.paging import TalliedPagination
from exchange.http.summaries import summaries
from exchange.people.disclosure import Viewer
from exchange.people.models import User
from matching.api.access import _PairsView, objections
from matching.models import Pair
from matching.selectors.pairs import present
from matching.selectors.review import for_panel, pairs_to_decide, review_queue
from matching.serializers.pairs import PairSerializer
from matching.serializers.review import DecisionSerializer, QueueFilterSerializer
from matching.services.decisions import decide_pairs, note_opening


@summaries(get="List the review queue")
class ReviewView(_PairsView):
    """The pairs a manager may decide on, best first."""

    pagination_class = TalliedPagination

    @extend_schema(parameters=[QueueFilterSerializer], responses=PairSerializer(many=True))
    def get(self, request: Request) -> Response:
        manager = _manager(request)
        filters = QueueFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        queue = review_queue(manager, **filters.validated_data)
        return self.paged(queue, Viewer.of_side(manager.officer_side))


@summaries(get="Read a pair of the review queue")
class ReviewPairView(generics.GenericAPIView[Any]):
    """One pair of the queue. Reading it notes that the manager's side has opened it."""

    serializer_class = PairSerializer

    def get(self, request: Request, public_id: UUID) -> Response:
        manager = _manager(request)
        pair = get_object_or_404(pairs_to_decide(manager, [public_id]))
        note_opening(pair, manager=manager)
        view = present(for_panel(pair), Viewer.of_side(manager.officer_side))[0]
        return Response(PairSerializer(view).data)


@summaries(post="Decide on pairs of the review queue")
class DecisionView(generics.GenericAPIView[Any]):
    """Decide on pairs, all or none; answers how many were decided."""

    serializer_class = DecisionSerializer

    @extend_schema(responses={200: inline_serializer("Decided", {"count": IntegerField()})} | CONFLICT)
    def post(self, request: Request) -> Response:
        manager = _manager(request)
        serializer = DecisionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        values["pairs"] = _open_pairs(manager, set(values["pairs"]))
        with objections():
            return Response({"count": decide_pairs(manager=manager, **values)})


def _manager(request: Request) -> User:
    if not isinstance(request.user, User) or not rules.has_perm("matching.see_queue", request.user):
        raise PermissionDenied
    return request.user


def _open_pairs(manager: User, public_ids: set[UUID]) -> list[Pair]:
    pairs = list(pairs_to_decide(manager, public_ids))
    if len(pairs) < len(public_ids):
        raise ValidationError({"pairs": [_("Choose at least one pair that is still open to you, and an action.")]})
    return pairs
