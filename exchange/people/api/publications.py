"""One's own publications and their imports over the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, as_serializer_error

from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.summaries import summaries
from exchange.people.api.access import own_researcher
from exchange.people.enums import FETCHED_SOURCES
from exchange.people.models import Publication, PublicationImport, Researcher
from exchange.people.serializers.publications import (
    ChoiceSerializer,
    ImportRequestSerializer,
    PublicationImportDetailSerializer,
    PublicationImportSerializer,
    PublicationSerializer,
)
from exchange.people.services.publication_imports import (
    ImportUnderWayError,
    NothingToConfirmError,
    confirm_import,
    discard_import,
    import_bibliography,
    preview_bibliography,
    preview_source,
    request_import,
)
from exchange.people.services.publications import choose_publications, remove_publication
from exchange.people.values.publications import UnreadableBibliography


class _OwnPublications(generics.GenericAPIView[Publication]):
    queryset = Publication.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = PublicationSerializer

    def get_queryset(self) -> "QuerySet[Publication]":
        return Publication.objects.filter(researcher=own_researcher(self.request))

    def saved(self, serializer: BaseSerializer[Publication], **fields: Researcher) -> None:
        try:
            serializer.save(**fields)
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error


@summaries(get="List my publications", post="Enter a publication")
class PublicationListView(_OwnPublications, generics.ListCreateAPIView[Publication]):
    """One's own publications, newest first; enter one."""

    def perform_create(self, serializer: BaseSerializer[Publication]) -> None:
        self.saved(serializer, researcher=own_researcher(self.request))


@summaries(
    get="Read a publication of mine", patch="Change a publication of mine", delete="Remove a publication of mine"
)
class PublicationDetailView(_OwnPublications, generics.RetrieveUpdateDestroyAPIView[Publication]):
    """Read, change or remove one of one's own publications."""

    http_method_names = ["get", "patch", "delete", "head", "options"]

    def perform_update(self, serializer: BaseSerializer[Publication]) -> None:
        self.saved(serializer)

    def perform_destroy(self, instance: Publication) -> None:
        remove_publication(instance.researcher, pk=instance.pk)


@summaries(put="Choose the publications that represent me")
class PublicationChoiceView(generics.GenericAPIView[Any]):
    """Choose which publications represent one: exactly these. Ids that are not one's own are passed over."""

    queryset = Publication.objects.none()
    serializer_class = ChoiceSerializer

    @extend_schema(responses=ChoiceSerializer)
    def put(self, request: Request) -> Response:
        researcher = own_researcher(request)
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        choose_publications(researcher, chosen=serializer.validated_data["publications"])
        chosen = researcher.publications.filter(is_representative=True).values_list("pk", flat=True)
        return Response({"publications": list(chosen)})


class _OwnImports(generics.GenericAPIView[PublicationImport]):
    queryset = PublicationImport.objects.none()
    serializer_class = PublicationImportSerializer

    def get_queryset(self) -> "QuerySet[PublicationImport]":
        return PublicationImport.objects.filter(researcher=own_researcher(self.request))


@summaries(get="List my imports of publications", post="Import publications")
class PublicationImportListView(_OwnImports, generics.ListAPIView[PublicationImport]):
    """One's own imports, newest first; start one.

    A short bibliography is read at once (201), a long one and a public source in the background (202).
    """

    @extend_schema(
        request=ImportRequestSerializer,
        responses={201: PublicationImportDetailSerializer, 202: PublicationImportDetailSerializer} | CONFLICT,
    )
    def post(self, request: Request) -> Response:
        serializer = ImportRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return _answer(_started(own_researcher(request), **serializer.validated_data))


@summaries(get="How an import of publications stands", delete="Discard a preview of an import")
class PublicationImportDetailView(_OwnImports, generics.RetrieveAPIView[PublicationImport]):
    """How an import stands; of a preview, what would become of each entry. Discard a preview."""

    serializer_class = PublicationImportDetailSerializer

    @extend_schema(responses={204: None} | CONFLICT)
    def delete(self, request: Request, pk: int) -> Response:
        with _refusals():
            discard_import(self.get_object())
        return Response(status=HTTPStatus.NO_CONTENT)


@summaries(post="Bring what a preview told of")
class PublicationImportConfirmView(_OwnImports):
    """Merge what a preview told of: a short bibliography at once (201), a long one in the background (202)."""

    serializer_class = PublicationImportDetailSerializer

    @extend_schema(
        request=None,
        responses={201: PublicationImportDetailSerializer, 202: PublicationImportDetailSerializer} | CONFLICT,
    )
    def post(self, request: Request, pk: int) -> Response:
        with _refusals():
            return _answer(confirm_import(self.get_object()))


def _answer(job: PublicationImport) -> Response:
    status = HTTPStatus.CREATED if job.is_over else HTTPStatus.ACCEPTED
    return Response(PublicationImportDetailSerializer(job).data, status=status)


def _started(researcher: Researcher, *, text: str, preview: bool, source: str = "") -> PublicationImport:
    with _refusals():
        if source in FETCHED_SOURCES:
            ask = preview_source if preview else request_import
            return ask(researcher, source=source, text=text)
        bring = preview_bibliography if preview else import_bibliography
        return bring(researcher, text=text)


@contextmanager
def _refusals() -> Iterator[None]:
    """What stands in the way, as an answer."""
    try:
        yield
    except (ImportUnderWayError, NothingToConfirmError) as error:
        raise Conflict(error.messages[0]) from error
    except DjangoValidationError as error:
        raise ValidationError({"text": error.messages}) from error
    except UnreadableBibliography as error:
        raise ValidationError({"text": [str(error)]}) from error
