"""Calls over the API: open to everybody, like their pages; begun by managers."""

from http import HTTPStatus
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.limits import ReaderThrottle, StrangerThrottle
from exchange.http.requests import do, read
from exchange.http.summaries import summaries
from exchange.people.models import User
from exchange.programmes.models import Call
from exchange.programmes.selectors.calls import find_calls, visible_calls
from exchange.programmes.selectors.programmes import copyable_calls, managed_programmes
from exchange.programmes.serializers.calls import (
    CallDetailSerializer,
    CallFilterSerializer,
    CallSerializer,
    CallVersionSerializer,
)
from exchange.programmes.serializers.managed_calls import BeginSerializer, DraftSerializer
from exchange.programmes.services import begin_call


class _CallView(generics.GenericAPIView[Call]):
    permission_classes = [AllowAny]
    throttle_classes = [StrangerThrottle, ReaderThrottle]
    queryset = Call.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = CallSerializer

    def call(self, public_id: UUID) -> Call:
        return get_object_or_404(visible_calls(self.request.user), public_id=public_id)


@summaries(get="List calls", post="Begin a call")
class CallListView(_CallView):
    """Public calls, the next closing first; managers also see the drafts of their programmes, and begin a call."""

    @extend_schema(parameters=[CallFilterSerializer], responses=CallSerializer(many=True))
    def get(self, request: Request) -> Response:
        filters = CallFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        page = self.paginate_queryset(find_calls(request.user, **filters.validated_data))
        return self.get_paginated_response(CallSerializer(page, many=True).data)

    @extend_schema(request=BeginSerializer, responses={201: DraftSerializer})
    def post(self, request: Request) -> Response:
        user = request.user
        if not isinstance(user, User) or not user.has_perm("programmes.see_managed"):
            self.permission_denied(request)
        context = {"programmes": managed_programmes(user), "calls": copyable_calls(user)}
        sent = read(BeginSerializer(data=request.data, context=context))
        call = do(lambda: begin_call(by=user, **sent))
        return Response(DraftSerializer(call).data, status=HTTPStatus.CREATED)


@summaries(get="Read a call")
class CallDetailView(_CallView):
    """One call with its whole definition as it is published now."""

    @extend_schema(responses=CallDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(CallDetailSerializer(self.call(public_id)).data)


@summaries(get="Read a published version of a call")
class CallVersionView(_CallView):
    """What applicants saw while this version was the newest one."""

    @extend_schema(responses=CallVersionSerializer)
    def get(self, request: Request, public_id: UUID, number: int) -> Response:
        version = get_object_or_404(self.call(public_id).versions, number=number)
        return Response(CallVersionSerializer(version).data)
