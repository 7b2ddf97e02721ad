"""The own choice of mails, for machines."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from exchange.messaging.selectors import deliveries_of
from exchange.messaging.serializers import NotificationsSerializer


class NotificationsView(APIView):
    """Read and change which mails one gets, by category."""

    @extend_schema(responses=NotificationsSerializer)
    def get(self, request: Request) -> Response:
        return Response(deliveries_of(request.user))

    @extend_schema(request=NotificationsSerializer(partial=True), responses=NotificationsSerializer)
    def patch(self, request: Request) -> Response:
        serializer = NotificationsSerializer(request.user, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response(deliveries_of(request.user))
