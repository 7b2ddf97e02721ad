"""Suggestions and what one says of them over the API."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT
from exchange.http.summaries import summaries
from exchange.people.api.access import own_researcher
from exchange.people.disclosure import Viewer
from matching.api.access import _PairsView, objections
from matching.core.bands import BANDS
from matching.models import Pair
from matching.selectors.suggestions import people_suggested
from matching.serializers.pairs import ReactionSerializer, SuggestionSerializer
from matching.serializers.suggestions import SuggestionFilterSerializer
from matching.services.reactions import react


@summaries(get="List my suggestions")
class SuggestionView(_PairsView):
    """Who is suggested to oneself, best first: each person once, the other pairs of the two in ``also``."""

    serializer_class = SuggestionSerializer

    @extend_schema(parameters=[SuggestionFilterSerializer], responses=SuggestionSerializer(many=True))
    def get(self, request: Request) -> Response:
        researcher, viewer = own_researcher(request), Viewer.of(request.user)
        filters = SuggestionFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        band = filters.validated_data.pop("band", "")
        people = people_suggested(researcher, viewer, **filters.validated_data)
        keys: Any = self.paginate_queryset(people.of_band(BANDS.index(band)) if band else people.all) or []
        views: Any = people.present(keys, viewer, own=researcher)
        return self.get_paginated_response(SuggestionSerializer(views, many=True).data)


@summaries(post="Say what I think of a suggestion")
class ReactionView(generics.GenericAPIView[Any]):
    """Say what one thinks of a suggestion; saying it again replaces it."""

    serializer_class = ReactionSerializer

    @extend_schema(responses={200: ReactionSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        pairs = Pair.objects.select_related("researcher", "partner", "project__lead")
        pair = get_object_or_404(pairs, public_id=public_id)
        if not request.user.has_perm("matching.react_pair", pair):
            raise NotFound
        serializer = ReactionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with objections():
            reaction = react(pair, researcher=own_researcher(request), **serializer.validated_data)
        return Response(ReactionSerializer(reaction).data)
