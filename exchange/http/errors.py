"""What the API answers where something goes wrong."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.defaults import page_not_found
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import exception_handler


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Nothing found is told in the reader's language; Django would name the table, in English."""
    return exception_handler(NotFound() if isinstance(error, Http404) else error, context)


def address_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Named as ``handler404``: a program that mistypes an address reads JSON, in the words of every other refusal."""
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": NotFound.default_detail}, status=HTTPStatus.NOT_FOUND)
    return page_not_found(request, exception)
