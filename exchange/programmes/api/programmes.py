"""Programmes for their managers over the API: budgets by agency and year, and what is promised of them."""

from http import HTTPStatus
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.conflict import CONFLICT, Conflict
from exchange.http.requests import do, read
from exchange.http.stale import Stale
from exchange.http.summaries import summaries
from exchange.programmes.api.access import ManagersView
from exchange.programmes.models import Commitment, Programme
from exchange.programmes.rules import own_agencies
from exchange.programmes.selectors.programmes import budget_years, managed_programmes
from exchange.programmes.serializers.programmes import (
    AmountSerializer,
    CommitmentSerializer,
    ProgrammeDetailSerializer,
    ProgrammeSerializer,
    YearBudgetSerializer,
)
from exchange.programmes.services import (
    commit_budget,
    enter_year_budget,
    remove_year_budget,
    set_year_budget,
    withdraw_commitment,
)


@summaries(get="List the programmes I manage")
class ProgrammeListView(ManagersView):
    """The programmes that one manages."""

    serializer_class = ProgrammeSerializer

    @extend_schema(responses=ProgrammeSerializer(many=True))
    def get(self, request: Request) -> Response:
        if not self.user().has_perm("programmes.see_managed"):
            raise NotFound
        page = self.paginate_queryset(managed_programmes(self.user()))
        return self.get_paginated_response(ProgrammeSerializer(page, many=True).data)


@summaries(get="Read a programme with its budgets")
class ProgrammeDetailView(ManagersView):
    """One programme with every agency's budgets and promises."""

    serializer_class = ProgrammeDetailSerializer

    @extend_schema(responses=ProgrammeDetailSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        programme = self.programme(public_id)
        prefetch_related_objects([programme], Prefetch("budgets", budget_years(programme)))
        return Response(ProgrammeDetailSerializer(programme).data)


@summaries(post="Enter a year's budget")
class YearBudgetListView(ManagersView):
    """Enter a year of the own agency, in its own currency."""

    serializer_class = YearBudgetSerializer

    @extend_schema(responses={201: YearBudgetSerializer})
    def post(self, request: Request, public_id: UUID) -> Response:
        programme = self.programme(public_id)
        agencies = own_agencies(self.user(), programme)
        sent = read(YearBudgetSerializer(data=request.data, context={"agencies": agencies}))
        budget = do(lambda: enter_year_budget(programme, **sent))
        return Response(YearBudgetSerializer(budget).data, status=HTTPStatus.CREATED)


@summaries(patch="Change a year's budget", delete="Remove a year's budget")
class YearBudgetDetailView(ManagersView):
    """Change a year's amount, never below what is promised; or remove it while nothing is."""

    serializer_class = YearBudgetSerializer

    @extend_schema(request=AmountSerializer, responses={200: YearBudgetSerializer} | CONFLICT)
    def patch(self, request: Request, public_id: UUID, budget_id: int) -> Response:
        budget = self.budget(public_id, budget_id)
        sent = read(AmountSerializer(data=request.data))
        try:
            do(lambda: set_year_budget(budget, **sent))
        except Stale as stale:
            raise Conflict(str(stale)) from stale
        return Response(YearBudgetSerializer(self.budget(public_id, budget_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID, budget_id: int) -> Response:
        budget = self.budget(public_id, budget_id)
        do(lambda: remove_year_budget(budget))
        return Response(status=HTTPStatus.NO_CONTENT)


@summaries(post="Promise a part of a year's budget")
class CommitmentListView(ManagersView):
    """Promise a part of the year, to a call or otherwise."""

    serializer_class = CommitmentSerializer

    @extend_schema(responses={201: CommitmentSerializer})
    def post(self, request: Request, public_id: UUID, budget_id: int) -> Response:
        budget = self.budget(public_id, budget_id)
        sent = read(CommitmentSerializer(data=request.data, context={"calls": budget.programme.calls.all()}))
        promise = do(lambda: commit_budget(budget, by=self.user(), **sent))
        return Response(CommitmentSerializer(promise).data, status=HTTPStatus.CREATED)


@summaries(delete="Take a promise back")
class CommitmentDetailView(ManagersView):
    """Take a promise back; the sum of the year follows."""

    serializer_class = CommitmentSerializer

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID, commitment_id: int) -> Response:
        promise = self.promise(self.programme(public_id), commitment_id)
        if not withdraw_commitment(promise):
            raise NotFound
        return Response(status=HTTPStatus.NO_CONTENT)

    def promise(self, programme: Programme, commitment_id: int) -> Commitment:
        promises = Commitment.objects.filter(budget__programme=programme).select_related("budget__programme")
        promise = get_object_or_404(promises, pk=commitment_id)
        self.own(promise.budget)
        return promise
