"""Runs of the matching over the API."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT
from exchange.http.summaries import summaries
from exchange.people.models import User
from matching.api.access import objections
from matching.models import Run
from matching.selectors.runs import runs_for_list
from matching.serializers.runs import RunSerializer, RunStartSerializer
from matching.services.runs import cancel_run, request_run


@summaries(get="List runs", post="Start a run")
class RunsView(generics.GenericAPIView[Run]):
    """Runs, newest first; a manager or the staff starts one."""

    queryset = Run.objects.none()  # for the documentation
    serializer_class = RunSerializer

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request) -> Response:
        _operator(request)
        page: Any = self.paginate_queryset(runs_for_list())
        return self.get_paginated_response(RunSerializer(page, many=True).data)

    @extend_schema(request=RunStartSerializer, responses={HTTPStatus.ACCEPTED: RunSerializer})
    def post(self, request: Request) -> Response:
        user = _operator(request)
        serializer = RunStartSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        run = request_run(serializer.validated_data["kind"], requested_by=user)
        return Response(RunSerializer(run).data, status=HTTPStatus.ACCEPTED)


@summaries(get="Read a run")
class RunView(generics.GenericAPIView[Run]):
    """One run: its progress, then its report."""

    serializer_class = RunSerializer

    def get(self, request: Request, public_id: UUID) -> Response:
        _operator(request)
        return Response(RunSerializer(get_object_or_404(runs_for_list(), public_id=public_id)).data)


@summaries(post="Cancel a run")
class RunCancelView(generics.GenericAPIView[Run]):
    """Stop a run before it publishes; 409 where it is over already."""

    serializer_class = RunSerializer

    @extend_schema(request=None, responses={200: RunSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        user = _operator(request)
        run = get_object_or_404(runs_for_list(), public_id=public_id)
        with objections():
            cancel_run(run, by=user)
        return Response(RunSerializer(runs_for_list().get(pk=run.pk)).data)


def _operator(request: Request) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm("matching.start_run"):
        raise PermissionDenied
    return request.user
