"""Exports of a list."""

from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.requests import do
from exchange.http.summaries import summaries
from exchange.office.api.access import ListedView, OfficeView
from exchange.office.enums import ExportFormat
from exchange.office.models import Export
from exchange.office.selectors.export import file_name, is_downloadable, own_exports
from exchange.office.serializers import ExportFormatSerializer, ExportSerializer
from exchange.office.services.export import cancel_export, request_export


class ExportListView(ListedView):
    """One's own exports of the list; ask for one."""

    serializer_class = ExportSerializer
    request_serializer: ClassVar[type[ExportFormatSerializer]]

    @extend_schema(responses=ExportSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        exports = self.listed.kept(own_exports(self.user()), self.scope(public_id))
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(exports), many=True).data)

    def post(self, request: Request, public_id: UUID) -> Response:
        scope = self.scope(public_id)
        file_format = ExportFormat(self.read(self.request_serializer(data=request.data)).validated_data["format"])
        listing = self.read(self.listing_serializer(data=request.data)).listing()
        by = self.user()
        export = do(lambda: request_export(self.listed, scope, listing=listing, file_format=file_format, by=by))
        return Response(self.get_serializer(export).data, status=HTTPStatus.ACCEPTED)


class _ExportView(OfficeView):
    serializer_class = ExportSerializer

    def export(self, public_id: UUID) -> Export:
        return get_object_or_404(own_exports(self.user()), public_id=public_id)


@summaries(get="How far an export is", delete="Cancel an export")
class ExportDetailView(_ExportView):
    """How far an export is; DELETE cancels it."""

    @extend_schema(responses=ExportSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(self.get_serializer(self.export(public_id)).data)

    @extend_schema(responses={204: None} | CONFLICT)
    def delete(self, request: Request, public_id: UUID) -> Response:
        if not cancel_export(self.export(public_id)):
            raise Conflict
        return Response(status=HTTPStatus.NO_CONTENT)


@summaries(get="Download an export")
class ExportFileView(_ExportView):
    """The file, once it is written and while it is kept."""

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: UUID) -> FileResponse:
        export = self.export(public_id)
        if not is_downloadable(export) or not default_storage.exists(export.path):
            raise NotFound
        return FileResponse(default_storage.open(export.path), as_attachment=True, filename=file_name(export))
