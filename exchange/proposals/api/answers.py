"""A team's answers over the API."""

from http import HTTPStatus
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.dossiers.selectors.answers import question_at
from exchange.dossiers.serializers.answers import AnswerWriteSerializer
from exchange.http.requests import do, read
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.proposals.api.access import ProposalView
from exchange.proposals.serializers.answers import AnswerSerializer
from exchange.proposals.services.answers import save_answer


@summaries(get="Read a proposal's answers")
class AnswerListView(ProposalView):
    """Both sides' answers in the present stage."""

    pagination_class = None

    @extend_schema(responses=AnswerSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        proposal = self.workspace(public_id).proposal
        answers = proposal.answers.filter(stage=proposal.stage).select_related("changed_by")
        return Response(AnswerSerializer(answers, many=True).data)


@summaries(put="Save an answer")
class AnswerView(ProposalView):
    """Save one answer; ``side`` is ``KR``, ``US`` or ``team``. 409 comes with what was saved meanwhile, by whom and when."""

    @extend_schema(request=AnswerWriteSerializer, responses={200: AnswerSerializer, 409: AnswerSerializer})
    def put(self, request: Request, public_id: UUID, key: str, side: str) -> Response:
        workspace = self.workspace(public_id, "proposals.write_proposal")
        proposal = workspace.proposal
        questions = proposal.call.definition.questions_of(proposal.stage)
        question, party = question_at(questions, key, side, own=workspace.own)
        sent = read(AnswerWriteSerializer(data=request.data))
        value, version, by = sent["value"], sent["version"], self.user()
        own = str(party or "")
        try:
            answer = do(lambda: save_answer(proposal, question=question, side=own, typed=value, version=version, by=by))
        except Stale as stale:
            return Response(AnswerSerializer(stale.current).data, status=HTTPStatus.CONFLICT)
        return Response(AnswerSerializer(answer).data)
