"""Calls for their managers over the API: written, published, closed, their deadlines moved. 404 for everybody else."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.requests import do, read
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.programmes.api.access import ManagersView
from exchange.programmes.models import Call, Stage
from exchange.programmes.selectors.programmes import stage_with_deadlines
from exchange.programmes.serializers.calls import CallSerializer, CallVersionSerializer
from exchange.programmes.serializers.managed_calls import (
    CallTopicsSerializer,
    DraftSerializer,
    ExtensionSerializer,
    LateCodeSerializer,
    PublishSerializer,
)
from exchange.programmes.services import (
    close_call,
    extend_stage,
    make_late_code,
    publish_call,
    save_draft,
    set_call_topics,
)
from exchange.programmes.services.calls import require_no_part


@summaries(get="Read the draft of a call", put="Save the draft of a call")
class CallDraftView(ManagersView):
    """What the managers edit. 409 comes with what somebody else saved, and nothing is changed."""

    serializer_class = DraftSerializer

    @extend_schema(responses=DraftSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self.shown(self.call(public_id))

    @extend_schema(request=DraftSerializer, responses={200: DraftSerializer, 409: DraftSerializer})
    def put(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        sent = read(DraftSerializer(data=request.data))
        try:
            saved = do(lambda: save_draft(call, definition=sent["draft"], revision=sent["revision"]))
        except Stale as stale:
            return self.shown(stale.current, HTTPStatus.CONFLICT)
        return self.shown(saved)

    def shown(self, call: Call, status: int = HTTPStatus.OK) -> Response:
        return Response(DraftSerializer(call).data, status=status)


@summaries(get="List a call's topics", put="Choose a call's topics")
class CallTopicsView(ManagersView):
    """The topics of the programme that the call is about."""

    serializer_class = CallTopicsSerializer

    @extend_schema(responses=CallTopicsSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(CallTopicsSerializer(self.call(public_id)).data)

    @extend_schema(responses=CallTopicsSerializer)
    def put(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        set_call_topics(call, read(CallTopicsSerializer(call, data=request.data))["topics"])
        return Response(CallTopicsSerializer(self.call(public_id)).data)


@summaries(post="Publish the draft of a call")
class CallVersionsView(ManagersView):
    """Publish the draft: it becomes the version that applicants see."""

    serializer_class = CallVersionSerializer

    @extend_schema(request=PublishSerializer, responses={201: CallVersionSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        sent = read(PublishSerializer(data=request.data))
        try:
            version = do(lambda: publish_call(call, by=self.user(), **sent))
        except Stale as stale:
            raise Conflict(str(stale)) from stale
        return Response(CallVersionSerializer(version).data, status=HTTPStatus.CREATED)


@summaries(post="Close a call")
class CallClosingView(ManagersView):
    """Close a published call: nothing can be submitted any more, whatever the deadlines say."""

    serializer_class = CallSerializer

    @extend_schema(request=None, responses={200: CallSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        if not close_call(self.call(public_id), by=self.user()):
            raise Conflict
        return Response(CallSerializer(self.call(public_id)).data)


class _StageView(ManagersView):
    pagination_class = None

    def stage(self, public_id: UUID, kind: str) -> Stage:
        return get_object_or_404(stage_with_deadlines(self.call(public_id)), kind=kind)


@summaries(get="List the extensions of a deadline", post="Extend a deadline")
class ExtensionListView(_StageView):
    """What moved a deadline, newest first; move it back, with a reason that all teams are told.

    403 for who is on a proposal in the call.
    """

    serializer_class = ExtensionSerializer

    @extend_schema(responses=ExtensionSerializer(many=True))
    def get(self, request: Request, public_id: UUID, kind: str) -> Response:
        extensions = self.stage(public_id, kind).extensions.all()
        return Response(ExtensionSerializer(extensions, many=True).data)

    @extend_schema(request=ExtensionSerializer, responses={201: ExtensionSerializer})
    def post(self, request: Request, public_id: UUID, kind: str) -> Response:
        stage = self.stage(public_id, kind)
        sent = read(ExtensionSerializer(data=request.data))
        moved: dict[str, Any] = {"closes_at": sent["new_closes_at"], "reason": sent["reason"]}
        extension = do(lambda: extend_stage(stage, by=self.user(), **moved))
        return Response(ExtensionSerializer(extension).data, status=HTTPStatus.CREATED)


@summaries(get="List the late-entry codes of a stage", post="Make a late-entry code")
class LateCodeListView(_StageView):
    """The codes that let a few submit after the deadline; make one. 403 for who is on a proposal in the call."""

    serializer_class = LateCodeSerializer

    @extend_schema(responses=LateCodeSerializer(many=True))
    def get(self, request: Request, public_id: UUID, kind: str) -> Response:
        stage = self.stage(public_id, kind)
        require_no_part(stage.call, self.user())
        return Response(LateCodeSerializer(stage.late_codes.all(), many=True).data)

    @extend_schema(request=LateCodeSerializer, responses={201: LateCodeSerializer})
    def post(self, request: Request, public_id: UUID, kind: str) -> Response:
        stage = self.stage(public_id, kind)
        sent = read(LateCodeSerializer(data=request.data))
        uses = sent.pop("uses_left")
        code = do(lambda: make_late_code(stage, uses=uses, by=self.user(), **sent))
        return Response(LateCodeSerializer(code).data, status=HTTPStatus.CREATED)
