"""Imports of files over the API, for administrators."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.files import File
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.bodies import EnteredMultiPartParser
from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.requests import do, read
from exchange.http.summaries import summaries
from exchange.people.api.access import AccountView
from exchange.people.enums import FileKind
from exchange.people.models import FileImport, User
from exchange.people.serializers.file_imports import FileImportRequestSerializer, FileImportSerializer
from exchange.people.services.file_imports import FileImportUnderWay, request_file_import


class _AdministratorsView(AccountView[Any]):
    """404 for everybody else."""

    queryset: Any = FileImport.objects.none()  # for the documentation
    serializer_class = FileImportSerializer

    def administrator(self) -> User:
        if not self.user().has_perm("people.import_files"):
            raise NotFound
        return self.user()


@summaries(get="List imports of files", post="Import a file of organisations or topics")
class FileImportListView(_AdministratorsView):
    """Files of organisations and topics, newest first; send one, which a worker reads."""

    parser_classes: list[type[BaseParser]] = [EnteredMultiPartParser]

    @extend_schema(responses=FileImportSerializer(many=True))
    def get(self, request: Request) -> Response:
        self.administrator()
        page = self.paginate_queryset(FileImport.objects.select_related("requested_by"))
        return self.get_paginated_response(FileImportSerializer(page, many=True).data)

    @extend_schema(request=FileImportRequestSerializer, responses={202: FileImportSerializer} | CONFLICT)
    def post(self, request: Request) -> Response:
        by = self.administrator()
        sent = read(FileImportRequestSerializer(data=request.data))
        job = do(lambda: _requested(FileKind(sent["kind"]), sent["file"], by))
        return Response(FileImportSerializer(job).data, status=HTTPStatus.ACCEPTED)


@summaries(get="How an import of a file stands")
class FileImportView(_AdministratorsView):
    """How far it is, and what became of its lines."""

    @extend_schema(responses=FileImportSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        self.administrator()
        return Response(FileImportSerializer(get_object_or_404(FileImport, public_id=public_id)).data)


def _requested(kind: FileKind, file: "File[bytes]", by: User) -> FileImport:
    try:
        return request_file_import(kind, file=file, by=by)
    except FileImportUnderWay as error:
        raise Conflict(error.messages[0]) from error
