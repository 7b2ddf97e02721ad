"""Suggestions, the managers' queue and runs over the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error

from exchange.http.conflict import Conflict
from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher
from matching.models import Pair
from matching.selectors.pairs import in_order, keys_of, present, with_details
from matching.serializers.pairs import PairSerializer
from matching.services.errors import MatchingError


class _PairsView(generics.GenericAPIView[Any]):
    queryset = Pair.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = PairSerializer

    def paged(self, pairs: QuerySet[Pair], viewer: Viewer, *, own: Researcher | None = None) -> Response:
        keys = self.paginate_queryset(keys_of(pairs)) or []
        views: Any = present(in_order(keys, with_details(Pair.objects.all())), viewer, own=own)
        return self.get_paginated_response(PairSerializer(views, many=True).data)


@contextmanager
def objections() -> Iterator[None]:
    """The services' objections as answers: 409 for what stands in the way, 400 by field for bad values."""
    try:
        yield
    except MatchingError as error:
        raise Conflict(str(error)) from error
    except DjangoValidationError as error:
        raise ValidationError(as_serializer_error(error)) from error
