"""A call's proposals for its managers' machines: list, exports, messages to teams. 404 for everybody else."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.stale import Stale
from exchange.people.models import User
from exchange.programmes.api.access import ManagersView
from exchange.programmes.models import Call
from exchange.proposals.enums import ExportFormat
from exchange.proposals.models import MessageBatch, Proposal, ProposalExport
from exchange.proposals.selectors.batches import call_batches, managed_batches
from exchange.proposals.selectors.exports import file_name, is_downloadable, own_exports
from exchange.proposals.selectors.office import call_proposals
from exchange.proposals.serializers.office import (
    BatchActionSerializer,
    BatchDetailSerializer,
    BatchRequestSerializer,
    BatchSerializer,
    ExportRequestSerializer,
    ExportSerializer,
    ListingSerializer,
    OfficeProposalSerializer,
)
from exchange.proposals.services.batches import (
    cancel_batch,
    retry_batch,
    review_batch,
    send_batch,
    write_batch,
)
from exchange.proposals.services.exports import cancel_export, request_export


class _OfficeView(ManagersView):
    queryset = Proposal.objects.none()  # for the documentation; what is read follows from who reads

    def call(self, public_id: UUID) -> Call:
        call = get_object_or_404(Call.objects.select_related("version", "programme"), public_id=public_id)
        return self._managed(call)

    def _managed(self, call: Call) -> Call:
        if not self.user().has_perm("programmes.manage_call", call):
            raise NotFound
        return call

    def export(self, public_id: UUID) -> ProposalExport:
        export = get_object_or_404(own_exports(self.user()), public_id=public_id)
        self._managed(export.call)
        return export

    def read(self, serializer: Any) -> Any:
        serializer.is_valid(raise_exception=True)
        return serializer


class OfficeProposalListView(_OfficeView):
    """Of drafts there are figures, no content."""

    serializer_class = OfficeProposalSerializer

    @extend_schema(parameters=[ListingSerializer], responses=OfficeProposalSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        listing = self.read(ListingSerializer(data=request.query_params)).listing()
        page = self.paginate_queryset(call_proposals(self.call(public_id), listing))
        return self.get_paginated_response(OfficeProposalSerializer(page, many=True).data)


class ExportListView(_OfficeView):
    """One's own exports of the call; ask for one."""

    serializer_class = ExportSerializer

    @extend_schema(responses=ExportSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        page = self.paginate_queryset(own_exports(self.user(), self.call(public_id)))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=ExportRequestSerializer, responses={202: ExportSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        asked = self.read(ExportRequestSerializer(data=request.data))
        file_format = ExportFormat(asked.validated_data["format"])
        export = request_export(call, listing=asked.listing(), file_format=file_format, by=self.user())
        return Response(self.get_serializer(export).data, status=HTTPStatus.ACCEPTED)


class ExportDetailView(_OfficeView):
    """How far an export is; DELETE cancels it."""

    serializer_class = ExportSerializer

    @extend_schema(responses=ExportSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(self.get_serializer(self.export(public_id)).data)

    @extend_schema(responses={204: None} | CONFLICT)
    def delete(self, request: Request, public_id: UUID) -> Response:
        if not cancel_export(self.export(public_id)):
            raise Conflict
        return Response(status=HTTPStatus.NO_CONTENT)


class ExportFileView(_OfficeView):
    serializer_class = ExportSerializer

    @extend_schema(responses={200: OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: UUID) -> FileResponse:
        export = self.export(public_id)
        if not is_downloadable(export) or not default_storage.exists(export.path):
            raise NotFound
        return FileResponse(default_storage.open(export.path), as_attachment=True, filename=file_name(export))


class BatchListView(_OfficeView):
    """Messages to teams of the call; write one, as a draft to be reviewed."""

    serializer_class = BatchSerializer

    @extend_schema(responses=BatchSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        page = self.paginate_queryset(call_batches(self.call(public_id)))
        return self.get_paginated_response(BatchSerializer(page, many=True).data)

    @extend_schema(request=BatchRequestSerializer, responses={201: BatchDetailSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        texts = dict(self.read(BatchRequestSerializer(data=request.data)).validated_data)
        asked = self.read(ListingSerializer(data=texts.pop("listing", {})))
        try:
            batch = write_batch(call, listing=asked.listing(), texts=texts, by=self.user())
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        return Response(BatchDetailSerializer(batch).data, status=HTTPStatus.CREATED)


class BatchDetailView(_OfficeView):
    """One message; POST reviews, sends, cancels it, or writes again what failed."""

    serializer_class = BatchDetailSerializer

    def batch(self, public_id: UUID) -> MessageBatch:
        return get_object_or_404(managed_batches(self.user()), public_id=public_id)

    @extend_schema(responses=BatchDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(BatchDetailSerializer(self.batch(public_id)).data)

    @extend_schema(request=BatchActionSerializer, responses={200: BatchDetailSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        batch = self.batch(public_id)
        asked = self.read(BatchActionSerializer(data=request.data)).validated_data
        try:
            _act(batch, by=self.user(), **asked)
        except Stale as stale:
            raise Conflict(str(stale)) from stale
        return Response(BatchDetailSerializer(self.batch(public_id)).data)


def _act(batch: MessageBatch, *, action: str, revision: int, by: User) -> None:
    match action:
        case "review":
            review_batch(batch, revision=revision, by=by)
        case "send":
            send_batch(batch, revision=revision, by=by)
        case "cancel":
            cancel_batch(batch)
        case "retry":
            retry_batch(batch)
