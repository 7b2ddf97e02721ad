"""What an API answers where somebody was quicker, or a state stands in the way: said once, declared by every such route."""

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import APIException


class Conflict(APIException):
    """Somebody was quicker, or a state stands in the way; nothing was changed."""

    status_code = HTTPStatus.CONFLICT
    default_code = "conflict"


class ConflictSerializer(serializers.Serializer[Any]):
    """Why nothing was changed, in the reader's language."""

    detail = serializers.CharField(read_only=True)


CONFLICT: dict[int, type[serializers.Serializer[Any]]] = {HTTPStatus.CONFLICT.value: ConflictSerializer}
"""For ``responses`` of a route that may raise :class:`Conflict`: ``{200: MemberSerializer} | CONFLICT``."""
