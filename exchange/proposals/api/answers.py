"""A team's answers, for machines."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.dossiers.enums import QuestionKind
from exchange.http.requests import do, read
from exchange.http.stale import Stale
from exchange.proposals.api.access import ProposalView
from exchange.proposals.serializers.answers import AnswerSerializer, AnswerWriteSerializer
from exchange.proposals.services.answers import save_answer


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
        if question is None or side not in [str(one or "team") for one in question.parties]:
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
        except Stale as stale:
            return Response(AnswerSerializer(stale.current).data, status=HTTPStatus.CONFLICT)
        return Response(AnswerSerializer(answer).data)
