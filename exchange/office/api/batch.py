"""Messages to the people of a list."""

from collections.abc import Callable
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.office.api.access import ListedView, OfficeView
from exchange.office.models import MessageBatch
from exchange.office.selectors.batch import batches_of, managed_batches
from exchange.office.serializers import (
    BatchActionSerializer,
    BatchChangeSerializer,
    BatchDetailSerializer,
    BatchSerializer,
    BatchTextsSerializer,
)
from exchange.office.services.batch import (
    cancel_batch,
    change_batch,
    retry_batch,
    review_batch,
    send_batch,
    write_batch,
)
from exchange.people.models import User


class BatchListView(ListedView):
    """Messages to the people of the list; write one, as a draft to be reviewed."""

    serializer_class = BatchSerializer
    request_serializer: ClassVar[type[BatchTextsSerializer]]

    @extend_schema(responses=BatchSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        page = self.paginate_queryset(batches_of(self.listed, self.scope(public_id)))
        return self.get_paginated_response(BatchSerializer(page, many=True).data)

    def post(self, request: Request, public_id: UUID) -> Response:
        scope = self.scope(public_id)
        texts = dict(self.read(self.request_serializer(data=request.data)).validated_data)
        listing = self.read(self.listing_serializer(data=texts.pop("listing", {}))).listing()
        try:
            batch = write_batch(self.listed, scope, listing=listing, texts=texts, by=self.user())
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        return Response(BatchDetailSerializer(batch).data, status=HTTPStatus.CREATED)


@summaries(
    get="Read a message to a group",
    put="Change a message to a group",
    post="Review, send or cancel a message to a group",
)
class BatchDetailView(OfficeView):
    """One message; PUT writes it anew, as a draft to whom its filters find now, until it is sent; POST reviews, sends, cancels it, or writes again what failed. Nobody reviews what they wrote themselves,
    unless nobody else at their agency manages the list.
    """

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
        return self.after(batch, lambda: _act(batch, by=self.user(), **asked))

    @extend_schema(request=BatchChangeSerializer, responses={200: BatchDetailSerializer} | CONFLICT)
    def put(self, request: Request, public_id: UUID) -> Response:
        batch = self.batch(public_id)
        texts = dict(self.read(BatchChangeSerializer(data=request.data)).validated_data)
        revision = texts.pop("revision")
        return self.after(batch, lambda: change_batch(batch, texts=texts, revision=revision, by=self.user()))

    def after(self, batch: MessageBatch, act: Callable[[], object]) -> Response:
        try:
            act()
        except Stale as stale:
            raise Conflict(str(stale)) from stale
        except DjangoValidationError as error:
            raise ValidationError(as_serializer_error(error)) from error
        return Response(BatchDetailSerializer(self.batch(batch.public_id)).data)


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
