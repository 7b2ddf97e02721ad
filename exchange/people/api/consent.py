"""One's own consents over the API: read the text in force, give, withdraw, look back."""

from http import HTTPStatus

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from exchange.http.summaries import summaries
from exchange.people.api.access import own_researcher
from exchange.people.enums import Side
from exchange.people.models import ConsentNotice, ConsentRecord, Researcher
from exchange.people.selectors.consent import consent_history, current_notice
from exchange.people.serializers.consent import ConsentNoticeSerializer, ConsentSerializer, GiveConsentSerializer
from exchange.people.services.consent import NoticeOutdatedError, give_consent, withdraw_consent

COUNTRY = OpenApiParameter("country", OpenApiTypes.STR, OpenApiParameter.PATH, enum=Side.values)


@summaries(get="Read the consent text in force")
class ConsentNoticeView(generics.RetrieveAPIView[ConsentNotice]):
    """The text in force, in both languages; show it before giving a consent."""

    queryset = ConsentNotice.objects.none()  # for the documentation
    serializer_class = ConsentNoticeSerializer

    def get_object(self) -> ConsentNotice:
        return current_notice()


@summaries(get="List my consents", post="Give a consent")
class ConsentListView(generics.ListAPIView[ConsentRecord]):
    """Every consent one has ever given, newest first; give one."""

    queryset = ConsentRecord.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = ConsentSerializer

    def get_queryset(self) -> "QuerySet[ConsentRecord]":
        return consent_history(own_researcher(self.request))

    @extend_schema(request=GiveConsentSerializer, responses={HTTPStatus.CREATED: ConsentSerializer})
    def post(self, request: Request) -> Response:
        """Agree to the text; a consent in force already is answered as it is."""
        researcher = own_researcher(request)
        serializer = GiveConsentSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        record = _given(researcher, **serializer.validated_data)
        return Response(ConsentSerializer(record).data, status=HTTPStatus.CREATED)


@summaries(delete="Withdraw a consent")
class ConsentView(generics.GenericAPIView[ConsentRecord]):
    """Withdraw the consent to a country; vectors and suggestions that rested on it go at once."""

    queryset = ConsentRecord.objects.none()
    serializer_class = ConsentSerializer

    @extend_schema(parameters=[COUNTRY], responses={HTTPStatus.NO_CONTENT: None})
    def delete(self, request: Request, country: str) -> Response:
        if not withdraw_consent(own_researcher(request), country=country):
            raise NotFound
        return Response(status=HTTPStatus.NO_CONTENT)


def _given(researcher: Researcher, *, notice: ConsentNotice, recipient_country: str, language: str) -> ConsentRecord:
    try:
        return give_consent(researcher, notice=notice, country=recipient_country, language=language)
    except NoticeOutdatedError as error:
        raise ValidationError({"version": error.messages}) from error
    except DjangoValidationError as error:
        raise ValidationError(as_serializer_error(error)) from error
