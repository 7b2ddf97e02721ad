"""Fetch and authorise for managers' machines: what a route of a call or programme needs before it can begin."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError as DjangoValidationError
from django.shortcuts import get_object_or_404
from rest_framework import generics
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.serializers import BaseSerializer, as_serializer_error

from exchange.people.models import User
from exchange.programmes.models import Call, Programme, YearBudget
from exchange.programmes.selectors.calls import with_details
from exchange.programmes.selectors.programmes import budget_years

Made = TypeVar("Made")


class ManagersView(generics.GenericAPIView[Any]):
    """404 for what one may not even see, 403 for what one may only read."""

    queryset: Any = Call.objects.none()  # for the documentation; what is read follows from who reads

    def user(self) -> User:
        if not isinstance(self.request.user, User):
            raise PermissionDenied
        return self.request.user

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


def read(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def do(work: Callable[[], Made]) -> Made:
    """What a service objects to becomes an answer by field."""
    try:
        return work()
    except DjangoValidationError as error:
        raise ValidationError(as_serializer_error(error)) from error
