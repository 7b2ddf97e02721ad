"""Fetch and authorise for the API for programme managers: what a route of a call or programme needs before it can begin."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotFound, PermissionDenied

from exchange.people.api.access import AccountView
from exchange.programmes.models import Call, Programme, YearBudget
from exchange.programmes.selectors.calls import with_details
from exchange.programmes.selectors.programmes import budget_years


class ManagersView(AccountView[Any]):
    """404 for what one may not even see, 403 for what one may only read."""

    queryset: Any = Call.objects.none()  # for the documentation; what is read follows from who reads

    def call(self, public_id: UUID) -> Call:
        call = get_object_or_404(with_details(Call.objects.all()), public_id=public_id)
        if not self.user().has_perm("programmes.manage_call", call):
            raise NotFound
        return call

    def programme(self, public_id: UUID) -> Programme:
        programme = get_object_or_404(Programme.objects.prefetch_related("agencies"), public_id=public_id)
        if not self.user().has_perm("programmes.manage_programme", programme):
            raise NotFound
        return programme

    def budget(self, public_id: UUID, budget_id: int) -> YearBudget:
        return self.own(get_object_or_404(budget_years(self.programme(public_id)), pk=budget_id))

    def own(self, budget: YearBudget) -> YearBudget:
        if not self.user().has_perm("programmes.keep_budget", budget):
            raise PermissionDenied
        return budget
