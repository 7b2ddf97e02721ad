"""Proposals over the API: the same services and permissions as the pages."""

from http import HTTPStatus
from typing import TypeVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.dossiers.serializers.answers import ResultSerializer
from exchange.http.requests import do, read
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.programmes.models import Call
from exchange.programmes.selectors.calls import visible_calls
from exchange.proposals.api.access import ProposalView
from exchange.proposals.checks import CHECKS
from exchange.proposals.selectors.drafts import load_draft
from exchange.proposals.selectors.proposals import own_proposals
from exchange.proposals.serializers.proposals import ProposalSerializer, TitlesSerializer
from exchange.proposals.services.proposals import change_titles, create_proposal

Made = TypeVar("Made")


@summaries(get="List my proposals", post="Begin a proposal")
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
        if not self.user().has_perm("proposals.begin_proposal", call):
            raise PermissionDenied
        made = do(lambda: create_proposal(call, researcher=self.user().researcher, **values))
        return Response(ProposalSerializer(made).data, status=HTTPStatus.CREATED)


@summaries(get="Read a proposal of mine", patch="Change a proposal's titles")
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
        except Stale:
            return self.shown(public_id, HTTPStatus.CONFLICT)
        return self.shown(public_id)

    def shown(self, public_id: UUID, status: int = HTTPStatus.OK) -> Response:
        proposal = own_proposals(self.user()).get(public_id=public_id)
        return Response(ProposalSerializer(proposal).data, status=status)


@summaries(get="Check a proposal against the rules of its call")
class ProposalChecksView(ProposalView):
    """The rules of the call with their answers, computed as for the submission."""

    pagination_class = None

    @extend_schema(responses=ResultSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        results = CHECKS.run(load_draft(self.workspace(public_id).proposal))
        return Response(ResultSerializer(results, many=True).data)
