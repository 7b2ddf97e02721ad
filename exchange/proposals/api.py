"""Proposals, for machines: the same services and permissions as the pages."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from exchange.people.api_conflict import CONFLICT, Conflict
from exchange.people.models import Researcher, User
from exchange.programmes.api_access import do, read
from exchange.programmes.enums import QuestionKind
from exchange.programmes.models import Call
from exchange.programmes.selectors.calls import visible_calls
from exchange.proposals.checks import run_checks
from exchange.proposals.enums import FileState
from exchange.proposals.forms.team import DeclarationForm
from exchange.proposals.models import Proposal, TeamMember
from exchange.proposals.rules import invited_sides
from exchange.proposals.selectors.attachments import attachment_for
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.proposals import open_invitations, own_proposals
from exchange.proposals.selectors.workspaces import Workspace, workspace_of
from exchange.proposals.serializers import (
    AnswerSerializer,
    AnswerWriteSerializer,
    AttachmentSerializer,
    DeclarationSerializer,
    InvitationSerializer,
    InviteSerializer,
    MemberSerializer,
    ProposalSerializer,
    ReplySerializer,
    ResultSerializer,
    TitlesSerializer,
    UploadSerializer,
)
from exchange.proposals.services.answers import StaleAnswer, save_answer
from exchange.proposals.services.attachments import attach_file
from exchange.proposals.services.proposals import StaleTitles, change_titles, create_proposal
from exchange.proposals.services.team import accept_invitation, declare, decline_invitation, invite_member

Made = TypeVar("Made")


class ProposalView(generics.GenericAPIView[Proposal]):
    """Fetch and authorise: 404 for what one may not even see, 403 for what one may only read."""

    queryset = Proposal.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class: type[Serializer[Any]] = ProposalSerializer

    def user(self) -> User:
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

    def workspace(self, public_id: UUID, permission: str = "") -> Workspace:
        found = workspace_of(self.user(), public_id)
        if found is None:
            raise Http404
        if permission and not self.user().has_perm(permission, found.proposal):
            raise PermissionDenied
        return found

    def proposal(self, public_id: UUID, permission: str = "") -> Proposal:
        """For the team and, once it was submitted, for the call's managers."""
        proposals = Proposal.objects.select_related("call__version", "call__programme")
        found = get_object_or_404(proposals, public_id=public_id)
        if not self.user().has_perm("proposals.see_proposal", found):
            raise Http404
        if permission and not self.user().has_perm(permission, found):
            raise PermissionDenied
        return found


class ProposalListView(ProposalView):
    """One's own proposals; begin one in a call that is open."""

    @extend_schema(responses=ProposalSerializer(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(own_proposals(self.user()))
        return self.get_paginated_response(ProposalSerializer(page, many=True).data)

    @extend_schema(responses={HTTPStatus.CREATED: ProposalSerializer})
    def post(self, request: Request) -> Response:
        values = read(ProposalSerializer(data=request.data))
        call: Call = get_object_or_404(visible_calls(self.user()), public_id=values.pop("call")["public_id"])
        if not self.user().has_perm("proposals.add_proposal", call):
            raise PermissionDenied
        made = do(lambda: create_proposal(call, researcher=self.user().researcher, **values))
        return Response(ProposalSerializer(made).data, status=HTTPStatus.CREATED)


class ProposalDetailView(ProposalView):
    """One's own proposal; PATCH changes its titles, and a 409 comes with those that somebody else saved."""

    def get(self, request: Request, public_id: UUID) -> Response:
        self.workspace(public_id)
        return self.shown(public_id)

    @extend_schema(request=TitlesSerializer, responses={200: ProposalSerializer, 409: ProposalSerializer})
    def patch(self, request: Request, public_id: UUID) -> Response:
        proposal = self.workspace(public_id, "proposals.write_proposal").proposal
        sent = read(TitlesSerializer(data=request.data))
        before = (sent.pop("read_en"), sent.pop("read_ko"))
        try:
            do(lambda: change_titles(proposal, read=before, **sent))
        except StaleTitles:
            return self.shown(public_id, HTTPStatus.CONFLICT)
        return self.shown(public_id)

    def shown(self, public_id: UUID, status: int = HTTPStatus.OK) -> Response:
        proposal = own_proposals(self.user()).get(public_id=public_id)
        return Response(ProposalSerializer(proposal).data, status=status)


class ProposalChecksView(ProposalView):
    """The rules of the call with their answers, computed as for the submission."""

    pagination_class = None

    @extend_schema(responses=ResultSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        results = run_checks(load_draft(self.workspace(public_id).proposal))
        return Response(ResultSerializer(results, many=True).data)


class ProposalTeamView(ProposalView):
    """The team; invite somebody by e-mail."""

    pagination_class = None

    @extend_schema(responses=MemberSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(MemberSerializer(self.workspace(public_id).proposal.members.all(), many=True).data)

    @extend_schema(request=InviteSerializer, responses={201: MemberSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        workspace = self.workspace(public_id)
        values = read(InviteSerializer(data=request.data))
        if values["side"] not in invited_sides(self.user(), workspace.proposal):
            raise PermissionDenied
        member = do(lambda: invite_member(workspace.proposal, inviter=workspace.member, **values))
        return Response(MemberSerializer(member).data, status=HTTPStatus.CREATED)


class DeclarationView(ProposalView):
    """One's own entry in the team, which nobody else writes or signs; saying it again replaces it."""

    @extend_schema(responses=DeclarationSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(DeclarationSerializer(self.workspace(public_id).member).data)

    @extend_schema(request=DeclarationSerializer, responses={200: DeclarationSerializer} | CONFLICT)
    def put(self, request: Request, public_id: UUID) -> Response:
        workspace = self.workspace(public_id, "proposals.write_proposal")
        sent = read(DeclarationSerializer(data=request.data))
        typed = sent | {"signed": sent.pop("has_signed_off")}
        own = TeamMember.objects.get(pk=workspace.member.pk)
        form = DeclarationForm(typed, instance=own, limits=workspace.proposal.call.definition.limits)
        if not form.is_valid():
            raise ValidationError({name: [str(one) for one in errors] for name, errors in form.errors.items()})
        signed = form.cleaned_data["signed"]
        declared = or_conflict(lambda: declare(workspace.member, values=form.values(), signed=signed))
        return Response(DeclarationSerializer(declared).data)


class InvitationListView(ProposalView):
    """Invitations to one's own address that wait for an answer."""

    pagination_class = None

    @extend_schema(responses=InvitationSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(InvitationSerializer(open_invitations(self.user()), many=True).data)


class InvitationView(ProposalView):
    @extend_schema(request=ReplySerializer, responses={200: MemberSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        member = get_object_or_404(TeamMember.objects.select_related("proposal__call"), public_id=public_id)
        if not self.user().has_perm("proposals.answer_invitation", member):
            raise Http404
        reply = read(ReplySerializer(data=request.data))
        if reply["answer"] == "decline":
            return Response(
                MemberSerializer(or_conflict(lambda: decline_invitation(member, reason=reply["reason"]))).data
            )
        researcher = get_object_or_404(Researcher, user=self.user())
        return Response(MemberSerializer(or_conflict(lambda: accept_invitation(member, researcher=researcher))).data)


class AnswerListView(ProposalView):
    """Both sides' answers in the present stage."""

    pagination_class = None

    @extend_schema(responses=AnswerSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        proposal = self.workspace(public_id).proposal
        return Response(AnswerSerializer(proposal.answers.filter(stage=proposal.stage), many=True).data)


class AnswerView(ProposalView):
    """Save one answer; ``side`` is ``KR``, ``US`` or ``team``. 409 comes with what somebody else saved."""

    @extend_schema(request=AnswerWriteSerializer, responses={200: AnswerSerializer, 409: AnswerSerializer})
    def put(self, request: Request, public_id: UUID, key: str, side: str) -> Response:
        workspace = self.workspace(public_id, "proposals.write_proposal")
        questions = workspace.proposal.call.definition.questions_of(workspace.proposal.stage)
        question = next((one for one in questions if one.key == key and one.kind != QuestionKind.FILE), None)
        if question is None or side not in [str(one or "team") for one in question.sides]:
            raise Http404
        if side not in {"team", workspace.side}:
            raise PermissionDenied
        sent = read(AnswerWriteSerializer(data=request.data))
        own = "" if side == "team" else side
        try:
            answer = do(
                lambda: save_answer(
                    workspace.proposal,
                    question=question,
                    side=own,
                    typed=sent["value"],
                    version=sent["version"],
                    by=self.user(),
                )
            )
        except StaleAnswer as stale:
            return Response(AnswerSerializer(stale.current).data, status=HTTPStatus.CONFLICT)
        return Response(AnswerSerializer(answer).data)


class AttachmentListView(ProposalView):
    """The files that are handed in now; hand in one for one's own side."""

    pagination_class = None
    parser_classes = [MultiPartParser]

    @extend_schema(responses=AttachmentSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        proposal = self.workspace(public_id).proposal
        current = proposal.attachments.filter(stage=proposal.stage, state=FileState.CURRENT)
        return Response(AttachmentSerializer(current, many=True).data)

    @extend_schema(request=UploadSerializer, responses={201: AttachmentSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        workspace = self.workspace(public_id, "proposals.write_proposal")
        sent = read(UploadSerializer(data=request.data))
        made = do(lambda: attach_file(workspace.proposal, side=workspace.side, by=self.user(), **sent))
        return Response(AttachmentSerializer(made).data, status=HTTPStatus.CREATED)


class AttachmentFileView(ProposalView):
    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, public_id: UUID) -> FileResponse:
        found = attachment_for(self.user(), public_id)
        if found is None:
            raise Http404
        try:
            stored = found.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        return FileResponse(stored, as_attachment=True, filename=found.name, content_type=found.content_type)


def or_conflict(action: Callable[[], Made]) -> Made:
    """A state that stands in the way is a 409; a bad value a 400 by field."""

    def tried() -> Made:
        try:
            return action()
        except DjangoValidationError as error:
            if hasattr(error, "error_dict"):
                raise
            raise Conflict(" ".join(error.messages)) from error

    return do(tried)
