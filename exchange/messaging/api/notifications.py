"""The own choice of mails over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from exchange.http.summaries import summaries
from exchange.messaging.selectors.messages import deliveries_of
from exchange.messaging.serializers.notifications import NotificationsSerializer
from exchange.people.models import User


@summaries(get="Read which mails I get", patch="Choose which mails I get")
class NotificationsView(APIView):
    """Read and change which mails one gets, by category."""

    @extend_schema(responses=NotificationsSerializer)
    def get(self, request: Request) -> Response:
        return Response(deliveries_of(_account(request)))

    @extend_schema(request=NotificationsSerializer(partial=True), responses=NotificationsSerializer)
    def patch(self, request: Request) -> Response:
        serializer = NotificationsSerializer(_account(request), data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(deliveries_of(_account(request)))


def _account(request: Request) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (the default permission asks for one)
    return request.user
