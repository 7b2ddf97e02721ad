"""The token for a password."""

from rest_framework.authtoken.views import ObtainAuthToken
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.people.rules.second_factor import second_factor_message


class TokenView(ObtainAuthToken):
    """A token for a password; whoever needs a second factor gets theirs from an administrator instead."""

    def post(self, request: Request, *args: object, **kwargs: object) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data["user"].needs_second_factor:
            raise PermissionDenied(second_factor_message())
        response: Response = super().post(request, *args, **kwargs)
        return response
