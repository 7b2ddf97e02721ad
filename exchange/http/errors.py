"""What the API answers where something goes wrong."""

from typing import Any

from django.http import Http404
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import exception_handler


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Nothing found is told in the reader's language; Django would name the table, in English."""
    return exception_handler(NotFound() if isinstance(error, Http404) else error, context)
