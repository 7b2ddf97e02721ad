"""A request’s body read, and a service’s objections answered: said once for every route."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework.exceptions import ValidationError
from rest_framework.serializers import BaseSerializer, as_serializer_error

from exchange.http.conflict import Conflict

Made = TypeVar("Made")


def read(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def do(work: Callable[[], Made]) -> Made:
    """What a service objects to becomes an answer by field."""
    try:
        return work()
    except DjangoValidationError as error:
        raise ValidationError(as_serializer_error(error)) from error


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
