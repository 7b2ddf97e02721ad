"""The privacy notice, open to everybody, and one's own consents to collection."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.limits import ReaderThrottle, StrangerThrottle
from exchange.http.summaries import summaries
from exchange.people.api.access import AccountView
from exchange.people.models import CollectionConsent, PrivacyNotice
from exchange.people.selectors.privacy import agreements_of, notice_in_force
from exchange.people.serializers.privacy import (
    AgreeToCollectionSerializer,
    CollectionConsentSerializer,
    PrivacyNoticeSerializer,
)
from exchange.people.services.privacy import PrivacyNoticeReplacedError, agree_to_collection


@summaries(get="Read the privacy notice in force")
class PrivacyNoticeView(generics.RetrieveAPIView[PrivacyNotice]):
    """The version in force, in both languages."""

    permission_classes = [AllowAny]
    throttle_classes = [StrangerThrottle, ReaderThrottle]
    queryset = PrivacyNotice.objects.none()  # for the documentation
    serializer_class = PrivacyNoticeSerializer

    def get_object(self) -> PrivacyNotice:
        return notice_in_force()


@summaries(get="List my consents to collection", post="Agree to the collection")
class CollectionConsentsView(AccountView[CollectionConsent]):
    """To which versions of the privacy notice one has agreed, newest first; agree to the one in force."""

    queryset = CollectionConsent.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = CollectionConsentSerializer

    @extend_schema(responses=CollectionConsentSerializer(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(agreements_of(self.user()))
        return self.get_paginated_response(CollectionConsentSerializer(page, many=True).data)

    @extend_schema(request=AgreeToCollectionSerializer, responses={HTTPStatus.CREATED: CollectionConsentSerializer})
    def post(self, request: Request) -> Response:
        """Agree to the version in force; agreeing again answers with the consent that there is."""
        serializer = AgreeToCollectionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        try:
            consent = agree_to_collection(self.user(), **serializer.validated_data)
        except PrivacyNoticeReplacedError as error:
            raise ValidationError({"version": error.messages}) from error
        return Response(CollectionConsentSerializer(consent).data, status=HTTPStatus.CREATED)
