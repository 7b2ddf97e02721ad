"""The own profile and the token, for machines."""

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.authtoken.views import ObtainAuthToken
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, as_serializer_error
from rest_framework.throttling import UserRateThrottle

from exchange.people.authentication import second_factor_message
from exchange.people.models import Organisation, Researcher, Topic, User
from exchange.people.search import organisations_named, topics_named
from exchange.people.selectors.profile import own_profile
from exchange.people.serializers import OrganisationOptionSerializer, ProfileSerializer, TopicOptionSerializer

SEARCH = OpenApiParameter(
    "search", str, description="What a person types, in Korean or English; without it all, by name."
)
LONGEST_SEARCH = 200


class ProfileView(generics.RetrieveUpdateAPIView[Researcher]):
    """Read and change one's own profile."""

    serializer_class = ProfileSerializer
    http_method_names = ["get", "patch", "head", "options"]

    def get_object(self) -> Researcher:
        researcher = own_profile(self.request.user) if isinstance(self.request.user, User) else None
        if researcher is None:
            raise NotFound
        return researcher

    @transaction.atomic
    def perform_update(self, serializer: BaseSerializer[Researcher]) -> None:
        try:
            serializer.save()
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error


class OptionThrottle(UserRateThrottle):
    """Typing asks often; it must not use up what the rest of the API is allowed."""

    scope = "options"


class OptionPagination(PageNumberPagination):
    page_size = 10
    page_size_query_param = "page_size"
    max_page_size = 100


def _typed(request: HttpRequest) -> str:
    return request.GET.get("search", "").replace("\0", "").strip()[:LONGEST_SEARCH]


@extend_schema(parameters=[SEARCH])
class OrganisationOptionsView(generics.ListAPIView[Organisation]):
    """Organisations by any name in Korean or English, the best fit first."""

    serializer_class = OrganisationOptionSerializer
    throttle_classes = [OptionThrottle]
    pagination_class = OptionPagination

    def get_queryset(self) -> "QuerySet[Organisation]":
        typed = _typed(self.request)
        return organisations_named(typed) if typed else Organisation.objects.order_by("name", "pk")


@extend_schema(parameters=[SEARCH])
class TopicOptionsView(generics.ListAPIView[Topic]):
    """Topics by their English or Korean name, or that of their subfield or field, the best fit first."""

    serializer_class = TopicOptionSerializer
    throttle_classes = [OptionThrottle]
    pagination_class = OptionPagination

    def get_queryset(self) -> "QuerySet[Topic]":
        typed = _typed(self.request)
        return topics_named(typed) if typed else Topic.objects.order_by("name", "pk")


class TokenView(ObtainAuthToken):
    """A token for a password; whoever needs a second factor gets theirs from an administrator instead."""

    def post(self, request: Request, *args: object, **kwargs: object) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data["user"].needs_second_factor:
            raise PermissionDenied(second_factor_message())
        response: Response = super().post(request, *args, **kwargs)
        return response
