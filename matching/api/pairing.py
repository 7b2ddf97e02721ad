"""Concept papers find each other, for machines: the managers' side and the teams', with the services of the pages."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import IntegerField

from exchange.dossiers.values.ranking import normalise_ranks
from exchange.http.conflict import CONFLICT
from exchange.http.requests import read
from exchange.http.stale import Stale
from exchange.people.api.access import AccountView
from exchange.people.disclosure import Viewer
from exchange.people.models import User
from exchange.programmes.enums import TeamFormation
from exchange.programmes.models import Agency, Call
from exchange.proposals.api.access import ProposalView
from exchange.proposals.models import PairingRound, Proposal
from exchange.proposals.selectors.pairing import agency_for, concept_papers, managed_papers, round_of
from exchange.proposals.services.pairing import (
    ReviewResult,
    close_round,
    confirm_round,
    enter_first_reviews,
    move_closing,
    set_priorities,
)
from matching.api.access import objections
from matching.forms import notes_on
from matching.selectors.pairing import managed_pairing, own_priorities
from matching.serializers.pairing import (
    ManagedPaperSerializer,
    OpenRoundSerializer,
    PairingActionSerializer,
    PairingSerializer,
    PrioritiesSerializer,
    PrioritiesWriteSerializer,
    ReviewResultsSerializer,
    RoundClosingSerializer,
)
from matching.services.pairing import open_round, run_pairing


class _PairingView(AccountView[Any]):
    """404 for everybody but the managers of a call whose teams are matched."""

    queryset = PairingRound.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = PairingSerializer

    def call(self, public_id: UUID) -> Call:
        call = get_object_or_404(Call.objects.select_related("version", "programme"), public_id=public_id)
        is_managed = self.user().has_perm("programmes.manage_call", call)
        if not is_managed or call.definition.team_formation != TeamFormation.MATCHMAKING:
            raise Http404
        return call

    def round(self, call: Call) -> PairingRound:
        return get_object_or_404(PairingRound, call=call)

    def shown(self, call: Call, status: int = HTTPStatus.OK) -> Response:
        return Response(PairingSerializer(managed_pairing(call, self.user())).data, status=status)


class PairingView(_PairingView):
    """Where the matching stands, with its result and certificate; POST opens the priorities, PATCH moves their closing."""

    @extend_schema(responses=PairingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        return self.shown(self.call(public_id))

    @extend_schema(request=OpenRoundSerializer, responses={201: PairingSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        sent = read(OpenRoundSerializer(data=request.data))
        with objections():
            open_round(call, by=self.user(), **sent)
        return self.shown(call, HTTPStatus.CREATED)

    @extend_schema(request=RoundClosingSerializer, responses={200: PairingSerializer} | CONFLICT)
    def patch(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        round_ = self.round(call)
        sent = read(RoundClosingSerializer(data=request.data))
        with objections():
            move_closing(round_, **sent)
        return self.shown(call)


class PairingPapersView(_PairingView):
    """The concept papers that were handed in, with their first reviews."""

    @extend_schema(responses=ManagedPaperSerializer(many=True))
    def get(self, request: Request, public_id: UUID) -> Response:
        papers: Any = managed_papers(self.call(public_id))
        page: Any = self.paginate_queryset(papers)
        return self.get_paginated_response(ManagedPaperSerializer(page, many=True).data)


class PairingReviewsView(_PairingView):
    """Enter one's own agency's results on its side's papers, all or none; answers how many changed."""

    @extend_schema(
        request=ReviewResultsSerializer,
        responses={200: inline_serializer("ReviewsEntered", {"count": IntegerField()})} | CONFLICT,
    )
    def put(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        agency = self.agency(call)
        results = _results(call, read(ReviewResultsSerializer(data=request.data))["results"])
        with objections():
            count = enter_first_reviews(call, agency=agency, results=results, by=self.user())
        return Response({"count": count})

    def agency(self, call: Call) -> Agency:
        agency = agency_for(self.user(), call)
        if agency is None:
            raise PermissionDenied
        return agency


class PairingActionView(_PairingView):
    """Close the priorities now, run the matching, or confirm its result: joint drafts are made and everybody is told."""

    @extend_schema(request=PairingActionSerializer, responses={200: PairingSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        call = self.call(public_id)
        round_ = self.round(call)
        action = read(PairingActionSerializer(data=request.data))["action"]
        with objections():
            _act(round_, action, by=self.user())
        return self.shown(call)


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
            with objections():
                set_priorities(paper, order=found.order, version=sent["version"])
        except Stale:
            return self.shown(paper, status=HTTPStatus.CONFLICT)
        return self.shown(paper, notes=notes_on(found))


def _results(call: Call, sent: list[dict[str, Any]]) -> dict[int, ReviewResult]:
    """By primary key; 400 where a paper is not of this call."""
    papers = concept_papers(call).filter(public_id__in=[row["paper"] for row in sent])
    known = dict(papers.values_list("public_id", "pk"))
    if unknown := [str(row["paper"]) for row in sent if row["paper"] not in known]:
        text = _("Not a concept paper of this call: %(papers)s.")
        raise ValidationError({"results": [text % {"papers": ", ".join(unknown)}]})
    return {known[row["paper"]]: ReviewResult(row["is_eligible"], row["reason"]) for row in sent}


def _act(round_: PairingRound, action: str, *, by: User) -> None:
    match action:
        case "close":
            close_round(round_)
        case "run":
            run_pairing(round_, by=by)
        case "confirm":
            confirm_round(round_, by=by)
