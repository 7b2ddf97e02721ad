"""Priorities of a concept paper over the API."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.dossiers.values.ranking import normalise_ranks
from exchange.http.requests import or_conflict, read
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.pairing.selectors.priority import own_priorities
from exchange.pairing.selectors.round import round_of
from exchange.pairing.serializers.priority import PrioritiesSerializer, PrioritiesWriteSerializer
from exchange.pairing.services.priority import set_priorities
from exchange.pairing.values.priority import notes_on
from exchange.people.disclosure import Viewer
from exchange.proposals.api.access import ProposalView
from exchange.proposals.models import Proposal


@summaries(get="Read a concept paper's priorities", put="Rank the papers of the other side")
class PrioritiesView(ProposalView):
    """Of a concept paper that takes part: whom it can rank, whom it ranks, and the joint draft that came of it.

    PUT saves typed ranks; a 409 comes with what somebody of the same team has saved meanwhile.
    """

    serializer_class = PrioritiesSerializer

    def shown(self, paper: Proposal, *, notes: Sequence[str] = (), status: int = HTTPStatus.OK) -> Response:
        priorities = own_priorities(paper, Viewer.of(self.user()), leads=self.leads(paper))
        if priorities is None:
            raise Http404
        return Response(PrioritiesSerializer(priorities, context={"notes": notes}).data, status=status)

    def leads(self, paper: Proposal) -> bool:
        return self.user().has_perm("proposals.lead_proposal", paper)

    @extend_schema(responses=PrioritiesSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self.shown(self.workspace(public_id).proposal)

    @extend_schema(request=PrioritiesWriteSerializer, responses={200: PrioritiesSerializer, 409: PrioritiesSerializer})
    def put(self, request: Request, public_id: UUID) -> Response:
        paper = self.workspace(public_id).proposal
        if round_of(paper) is None:
            raise Http404
        if not self.leads(paper):
            raise PermissionDenied
        sent = read(PrioritiesWriteSerializer(data=request.data))
        found = normalise_ranks(sent["ranks"])
        try:
            or_conflict(lambda: set_priorities(paper, order=found.order, version=sent["version"]))
        except Stale:
            return self.shown(paper, status=HTTPStatus.CONFLICT)
        return self.shown(paper, notes=notes_on(found))
