"""Calls, for machines: open to everybody, like their pages."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from exchange.programmes.models import Call
from exchange.programmes.selectors.calls import find_calls, visible_calls
from exchange.programmes.serializers import (
    CallDetailSerializer,
    CallFilterSerializer,
    CallSerializer,
    CallVersionSerializer,
)


class _CallView(generics.GenericAPIView[Call]):
    permission_classes = [AllowAny]
    throttle_classes = [AnonRateThrottle, UserRateThrottle]
    queryset = Call.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = CallSerializer

    def call(self, public_id: UUID) -> Call:
        return get_object_or_404(visible_calls(self.request.user), public_id=public_id)


class CallListView(_CallView):
    """Public calls, the next closing first; managers also see the drafts of their programmes."""

    @extend_schema(parameters=[CallFilterSerializer], responses=CallSerializer(many=True))
    def get(self, request: Request) -> Response:
        filters = CallFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        page = self.paginate_queryset(find_calls(request.user, **filters.validated_data))
        return self.get_paginated_response(CallSerializer(page, many=True).data)


class CallDetailView(_CallView):
    """One call with its whole definition as it is published now."""

    @extend_schema(responses=CallDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(CallDetailSerializer(self.call(public_id)).data)


class CallVersionView(_CallView):
    """What applicants saw while this version was the newest one."""

    @extend_schema(responses=CallVersionSerializer)
    def get(self, request: Request, public_id: UUID, number: int) -> Response:
        version = get_object_or_404(self.call(public_id).versions, number=number)
        return Response(CallVersionSerializer(version).data)
