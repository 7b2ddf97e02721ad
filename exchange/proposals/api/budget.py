"""Budgets over the API: the own side's to write, the other one's to read, as on their page."""

from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.requests import do, read
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.people.enums import Side
from exchange.proposals.api.access import ProposalView
from exchange.proposals.models import Proposal
from exchange.proposals.selectors.budgets import side_budget
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.serializers.budget import BudgetWriteSerializer, SideBudgetSerializer
from exchange.proposals.services.budget import save_budget
from exchange.proposals.values.budget import budget_years


@summaries(get="Read a proposal's budgets")
class BudgetListView(ProposalView):
    """What each side asks, by year and category, with the sums and the ceilings of the call."""

    pagination_class = None

    @extend_schema(responses=SideBudgetSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        draft = load_draft(self.workspace(public_id).proposal)
        return Response(SideBudgetSerializer([side_budget(draft, side) for side in draft.sides], many=True).data)


@summaries(put="Save the budget of a side")
class SideBudgetView(ProposalView):
    """Save one's own side's budget as a whole. 409 comes with what somebody else saved, and nothing is changed."""

    @extend_schema(request=BudgetWriteSerializer, responses={200: SideBudgetSerializer, 409: SideBudgetSerializer})
    def put(self, request: Request, public_id: UUID, side: str) -> Response:
        workspace = self.workspace(public_id, "proposals.write_proposal")
        proposal = workspace.proposal
        if side not in proposal.sides:
            raise Http404
        if side != workspace.side:
            raise PermissionDenied
        years = {one.key for one in budget_years(proposal.call.definition, workspace.side)}
        sent = BudgetWriteSerializer(data=request.data, context={"years": years})
        read(sent)
        try:
            do(lambda: save_budget(proposal, side=workspace.side, amounts=sent.amounts(), read=sent.amounts_read()))
        except Stale:
            return self.shown(proposal, workspace.side, HTTPStatus.CONFLICT)
        return self.shown(proposal, workspace.side)

    def shown(self, proposal: Proposal, side: Side, status: int = HTTPStatus.OK) -> Response:
        return Response(SideBudgetSerializer(side_budget(load_draft(proposal), side)).data, status=status)
