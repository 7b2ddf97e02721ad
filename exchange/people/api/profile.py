"""The own profile over the API."""

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from rest_framework import generics
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.serializers import BaseSerializer, as_serializer_error

from exchange.http.summaries import summaries
from exchange.people.models import Researcher, User
from exchange.people.selectors.profile import own_profile
from exchange.people.serializers.profile import ProfileSerializer


@summaries(get="Read my profile", patch="Change my profile")
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
