"""Introductions over the API: those of oneself to answer, or those a manager follows."""

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
from exchange.people.api.access import AccountView, own_researcher
from exchange.people.disclosure import Viewer, disclose_all
from exchange.people.models import Researcher, User
from matching.api.access import objections
from matching.models import Introduction, Pair
from matching.selectors.introductions import Listed, list_shown, listed_introductions
from matching.selectors.pairs import in_order, keys_of, present, with_details
from matching.serializers.introductions import (
    IntroductionDetailSerializer,
    IntroductionFilterSerializer,
    IntroductionReplySerializer,
    IntroductionSerializer,
)
from matching.services.introductions import reply_to_introduction


@summaries(get="List introductions")
class IntroductionListView(AccountView[Any]):
    """A party's own introductions, or those that a manager's side may follow; latest first.

    Who is both has both: ``list`` says which, and without it the own ones come. ``waiting`` and ``mine`` are a manager's
    filters; a party has ``state`` alone.
    """

    queryset = Pair.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = IntroductionSerializer

    @extend_schema(parameters=[IntroductionFilterSerializer], responses=IntroductionSerializer(many=True))
    def get(self, request: Request) -> Response:
        filters = IntroductionFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        listed, own = _listed(self.user(), filters.validated_data)
        keys = self.paginate_queryset(keys_of(listed.pairs)) or []
        rows = with_details(Pair.objects.select_related("introduction__introduced_by"))
        views: Any = present(in_order(keys, rows), listed.viewer, own=own)
        shown = IntroductionSerializer(views, many=True, context={"own": listed.own})
        return self.get_paginated_response(shown.data)


@summaries(get="Read an introduction")
class IntroductionView(generics.GenericAPIView[Any]):
    """One introduction as its party reads it."""

    serializer_class = IntroductionDetailSerializer

    def get(self, request: Request, public_id: UUID) -> Response:
        introduction, own = _introduction_for(request, public_id)
        return Response(_read(introduction, own, request.user))


@summaries(post="Answer an introduction")
class ReplyView(generics.GenericAPIView[Any]):
    """Accept or decline, once; 409 where an answer was given already."""

    serializer_class = IntroductionReplySerializer

    @extend_schema(responses={200: IntroductionDetailSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        introduction, own = _introduction_for(request, public_id)
        serializer = IntroductionReplySerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with objections():
            reply_to_introduction(introduction, researcher=own, reply=serializer.validated_data["reply"])
        return Response(_read(introduction, own, request.user))


def _listed(user: User, filters: dict[str, Any]) -> tuple[Listed, Researcher | None]:
    own = Researcher.objects.filter(user=user).first()
    shown = list_shown(user, own, filters.pop("list", ""))
    return listed_introductions(user, own, shown=shown, criteria=filters), own


def _introduction_for(request: Request, public_id: UUID) -> tuple[Introduction, Researcher]:
    """The introduction and the party that asks, or 404."""
    introductions = Introduction.objects.select_related("pair__researcher", "pair__partner", "pair__project__lead")
    introduction = get_object_or_404(introductions, public_id=public_id)
    if not request.user.has_perm("matching.see_introduction", introduction):
        raise NotFound
    return introduction, own_researcher(request)


def _read(introduction: Introduction, own: Researcher, user: Any) -> Any:
    pairs = Pair.objects.filter(pk=introduction.pair_id).select_related("introduction")
    viewer = Viewer.of(user)
    views = present(with_details(pairs), viewer, own=own)
    if not views:
        raise NotFound
    others = [party for party in introduction.pair.parties if party != own]
    context = {"own": own, "contacts": disclose_all(others, viewer)}
    return IntroductionDetailSerializer(views[0], context=context).data
