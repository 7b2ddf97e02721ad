"""Organisations and topics to choose from while somebody types."""

from django.db.models import QuerySet
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.pagination import PageNumberPagination

from exchange.http.limits import ReaderThrottle
from exchange.http.summaries import summaries
from exchange.people.models import Organisation, Topic
from exchange.people.selectors.search import organisations_named, topics_named
from exchange.people.serializers.options import OrganisationOptionSerializer, TopicOptionSerializer

SEARCH = OpenApiParameter(
    "search", str, description="What a person types, in Korean or English; without it all, by name."
)


LONGEST_SEARCH = 200


class OptionThrottle(ReaderThrottle):
    """Typing asks often; it must not use up what the rest of the API is allowed."""

    scope = "options"


class OptionPagination(PageNumberPagination):
    page_size = 10
    page_size_query_param = "page_size"
    max_page_size = 100


def _typed(request: HttpRequest) -> str:
    return request.GET.get("search", "").replace("\0", "").strip()[:LONGEST_SEARCH]


@extend_schema(parameters=[SEARCH])
@summaries(get="Find organisations")
class OrganisationOptionsView(generics.ListAPIView[Organisation]):
    """Organisations by any name in Korean or English, the best fit first."""

    serializer_class = OrganisationOptionSerializer
    throttle_classes = [OptionThrottle]
    pagination_class = OptionPagination

    def get_queryset(self) -> "QuerySet[Organisation]":
        typed = _typed(self.request)
        return organisations_named(typed) if typed else Organisation.objects.order_by("name", "pk")


@extend_schema(parameters=[SEARCH])
@summaries(get="Find topics")
class TopicOptionsView(generics.ListAPIView[Topic]):
    """Topics by their English or Korean name, or that of their subfield or field, the best fit first."""

    serializer_class = TopicOptionSerializer
    throttle_classes = [OptionThrottle]
    pagination_class = OptionPagination

    def get_queryset(self) -> "QuerySet[Topic]":
        typed = _typed(self.request)
        return topics_named(typed) if typed else Topic.objects.order_by("name", "pk")
