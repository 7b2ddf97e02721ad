"""How this installation does, for administrators' programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.http.summaries import summaries
from exchange.people.api.access import AccountView
from exchange.people.models import User
from exchange.web.status.registry import Fact, Section, sections


class FactSerializer(serializers.Serializer[Fact]):
    name = serializers.CharField(source="label", read_only=True)
    value = serializers.CharField(read_only=True)
    is_trouble = serializers.BooleanField(read_only=True)


class StatusSectionSerializer(serializers.Serializer[Section]):
    key = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    is_trouble = serializers.BooleanField(read_only=True)
    facts = FactSerializer(many=True, read_only=True)


@summaries(get="How this installation does")
class StatusView(AccountView[Any]):
    """Queues, workers, jobs, mails, versions and room, in the reader's language. 404 for who does not administer this."""

    queryset: Any = User.objects.none()  # for the documentation
    serializer_class = StatusSectionSerializer
    pagination_class = None

    @extend_schema(responses=StatusSectionSerializer(many=True))
    def get(self, request: Request) -> Response:
        if not self.user().has_perm("people.administer"):
            raise NotFound
        found: Any = sections()
        return Response(StatusSectionSerializer(found, many=True).data)
