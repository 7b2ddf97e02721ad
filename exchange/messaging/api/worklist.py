"""What waits for whoever asks over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.summaries import summaries
from exchange.messaging.selectors.worklist import worklist_of
from exchange.messaging.serializers.worklist import WorkItemSerializer
from exchange.people.api.access import AccountView
from exchange.people.models import User


@summaries(get="What waits for me")
class WorklistView(AccountView[Any]):
    """Everything that waits for oneself, the most urgent first; the same list as the start page."""

    serializer_class = WorkItemSerializer
    queryset = User.objects.none()  # for the documentation

    @extend_schema(responses=WorkItemSerializer(many=True))
    def get(self, request: Request) -> Response:
        page: Any = self.paginate_queryset(worklist_of(self.user()))
        return self.get_paginated_response(WorkItemSerializer(page, many=True).data)
