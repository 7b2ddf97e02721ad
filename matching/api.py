"""Suggestions, the managers' queue and runs, for machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from uuid import UUID

import rules
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import generics
from rest_framework.exceptions import NotFound, PermissionDenied, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import IntegerField, as_serializer_error

from exchange.people.api_conflict import CONFLICT, Conflict
from exchange.people.api_publications import own_researcher
from exchange.people.disclosure import Viewer
from exchange.people.models import Researcher, User
from exchange.proposals.services.pairing import PairingRefused
from matching.models import Pair, Run
from matching.selectors.pairs import in_order, keys_of, present, with_details
from matching.selectors.review import for_panel, pairs_to_decide, review_queue
from matching.selectors.runs import runs_for_list
from matching.selectors.suggestions import suggestions_for
from matching.selectors.tally import LongPaginator
from matching.serializers import (
    DecisionSerializer,
    PairSerializer,
    QueueFilterSerializer,
    ReactionSerializer,
    RunSerializer,
    RunStartSerializer,
    SuggestionFilterSerializer,
)
from matching.services.decisions import decide_pairs, note_opening
from matching.services.errors import MatchingError
from matching.services.reactions import react
from matching.services.runs import cancel_run, request_run


class _PairsView(generics.GenericAPIView[Any]):
    queryset = Pair.objects.none()  # for the documentation; what is read follows from who reads
    serializer_class = PairSerializer

    def paged(self, pairs: QuerySet[Pair], viewer: Viewer, *, own: Researcher | None = None) -> Response:
        keys = self.paginate_queryset(keys_of(pairs)) or []
        views: Any = present(in_order(keys, with_details(Pair.objects.all())), viewer, own=own)
        return self.get_paginated_response(PairSerializer(views, many=True).data)


class SuggestionView(_PairsView):
    """What is suggested to oneself, best first."""

    @extend_schema(parameters=[SuggestionFilterSerializer], responses=PairSerializer(many=True))
    def get(self, request: Request) -> Response:
        researcher, viewer = own_researcher(request), Viewer.of(request.user)
        filters = SuggestionFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        return self.paged(suggestions_for(researcher, viewer, **filters.validated_data), viewer, own=researcher)


class ReactionView(generics.GenericAPIView[Any]):
    """Say what one thinks of a suggestion; saying it again replaces it."""

    serializer_class = ReactionSerializer

    @extend_schema(responses={200: ReactionSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        pairs = Pair.objects.select_related("researcher", "partner", "project__lead")
        pair = get_object_or_404(pairs, public_id=public_id)
        if not request.user.has_perm("matching.react_pair", pair):
            raise NotFound
        serializer = ReactionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with objections():
            reaction = react(pair, researcher=own_researcher(request), **serializer.validated_data)
        return Response(ReactionSerializer(reaction).data)


class QueuePagination(PageNumberPagination):
    """``count`` goes no further than 500; ``count_is_exact`` says whether it had to."""

    django_paginator_class = LongPaginator

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        page: Any = self.page
        exact = not page.paginator.tally.more
        return Response({"count": response.data.pop("count"), "count_is_exact": exact, **response.data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["required"] = [*described["required"], "count_is_exact"]
        described["properties"]["count_is_exact"] = {"type": "boolean"}
        return described


class ReviewView(_PairsView):
    """The pairs a manager may decide on, best first."""

    pagination_class = QueuePagination

    @extend_schema(parameters=[QueueFilterSerializer], responses=PairSerializer(many=True))
    def get(self, request: Request) -> Response:
        manager = _manager(request)
        filters = QueueFilterSerializer(data=request.query_params)
        filters.is_valid(raise_exception=True)
        queue = review_queue(manager, **filters.validated_data)
        return self.paged(queue, Viewer.of_side(manager.manager_side))


class ReviewPairView(generics.GenericAPIView[Any]):
    """One pair of the queue. Reading it notes that the manager's side has opened it."""

    serializer_class = PairSerializer

    def get(self, request: Request, public_id: UUID) -> Response:
        manager = _manager(request)
        pair = get_object_or_404(pairs_to_decide(manager, [public_id]))
        note_opening(pair, manager=manager)
        view = present(for_panel(pair), Viewer.of_side(manager.manager_side))[0]
        return Response(PairSerializer(view).data)


class DecisionView(generics.GenericAPIView[Any]):
    """Decide on pairs, all or none; answers how many were decided."""

    serializer_class = DecisionSerializer

    @extend_schema(responses={200: inline_serializer("Decided", {"count": IntegerField()})} | CONFLICT)
    def post(self, request: Request) -> Response:
        manager = _manager(request)
        serializer = DecisionSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        values["pairs"] = _open_pairs(manager, set(values["pairs"]))
        with objections():
            return Response({"count": decide_pairs(manager=manager, **values)})


class RunsView(generics.GenericAPIView[Run]):
    """Runs, newest first; a manager or the staff starts one."""

    queryset = Run.objects.none()  # for the documentation
    serializer_class = RunSerializer

    @extend_schema(responses=RunSerializer(many=True))
    def get(self, request: Request) -> Response:
        _operator(request)
        page: Any = self.paginate_queryset(runs_for_list())
        return self.get_paginated_response(RunSerializer(page, many=True).data)

    @extend_schema(request=RunStartSerializer, responses={HTTPStatus.ACCEPTED: RunSerializer})
    def post(self, request: Request) -> Response:
        user = _operator(request)
        serializer = RunStartSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        run = request_run(serializer.validated_data["kind"], requested_by=user)
        return Response(RunSerializer(run).data, status=HTTPStatus.ACCEPTED)


class RunView(generics.GenericAPIView[Run]):
    """One run: its progress, then its report."""

    serializer_class = RunSerializer

    def get(self, request: Request, public_id: UUID) -> Response:
        _operator(request)
        return Response(RunSerializer(get_object_or_404(runs_for_list(), public_id=public_id)).data)


class RunCancelView(generics.GenericAPIView[Run]):
    """Stop a run before it publishes; 409 where it is over already."""

    serializer_class = RunSerializer

    @extend_schema(request=None, responses={200: RunSerializer} | CONFLICT)
    def post(self, request: Request, public_id: UUID) -> Response:
        user = _operator(request)
        run = get_object_or_404(runs_for_list(), public_id=public_id)
        with objections():
            cancel_run(run, by=user)
        return Response(RunSerializer(runs_for_list().get(pk=run.pk)).data)


def _manager(request: Request) -> User:
    if not isinstance(request.user, User) or not rules.has_perm("matching.see_queue", request.user):
        raise PermissionDenied
    return request.user


def _operator(request: Request) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm("matching.start_run"):
        raise PermissionDenied
    return request.user


def _open_pairs(manager: User, public_ids: set[UUID]) -> list[Pair]:
    pairs = list(pairs_to_decide(manager, public_ids))
    if len(pairs) < len(public_ids):
        raise ValidationError({"pairs": [_("Choose at least one pair that is still open to you, and an action.")]})
    return pairs


@contextmanager
def objections() -> Iterator[None]:
    """The services' objections as answers: 409 for what stands in the way, 400 by field for bad values."""
    try:
        yield
    except MatchingError as error:
        raise Conflict(str(error)) from error
    except PairingRefused as refused:
        raise Conflict(" ".join(refused.messages)) from refused
    except DjangoValidationError as error:
        raise ValidationError(as_serializer_error(error)) from error
