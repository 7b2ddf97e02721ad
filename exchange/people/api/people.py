"""Other people over the API: whom one may see, and of them what they show."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.paging import TalliedPagination
from exchange.http.summaries import summaries
from exchange.people.disclosure import Viewer, disclose, disclose_all, disclosed_publications, visible_researchers
from exchange.people.models import Researcher
from exchange.people.selectors.profile import find_people
from exchange.people.serializers.people import PeopleFilterSerializer, PersonDetailSerializer, PersonSerializer


@summaries(get="List people")
class PeopleView(generics.GenericAPIView[Any]):
    """The people one may see, each with what they show to the reader."""

    queryset = Researcher.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = PersonSerializer
    pagination_class = TalliedPagination

    @extend_schema(parameters=[PeopleFilterSerializer], responses=PersonSerializer(many=True))
    def get(self, request: Request) -> Response:
        filters = PeopleFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        viewer = Viewer.of(request.user)
        page = self.paginate_queryset(find_people(viewer, **filters.criteria())) or []
        people: Any = disclose_all(page, viewer)
        return self.get_paginated_response(PersonSerializer(people, many=True).data)


@summaries(get="Read a person's profile")
class PersonView(generics.GenericAPIView[Any]):
    """One person with the publications that represent them; a hidden profile and none at all look the same."""

    serializer_class = PersonDetailSerializer

    def get(self, request: Request, public_id: UUID) -> Response:
        viewer = Viewer.of(request.user)
        researcher = get_object_or_404(visible_researchers(viewer), public_id=public_id)
        publications = disclosed_publications(researcher, viewer)
        return Response(PersonDetailSerializer(disclose(researcher, viewer), context={"papers": publications}).data)
