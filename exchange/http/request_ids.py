"""One id for each request: in its answer, in every line logged meanwhile, and in those of what workers do for it."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from exchange.embedded.at_work import at_work
from exchange.http.json_logs import NAME

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestIdMiddleware:
    """Stands before everything else, whose lines are to have the id as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _given(request) or uuid.uuid4().hex
        request.META[NAME] = name
        with at_work(request=name):
            response = self.get_response(request)
        response[HEADER] = name
        return response


def _given(request: HttpRequest) -> str:
    """The proxy's, which writes its own over any that came. Without a proxy of ours anybody could have written it."""
    given = request.headers.get(HEADER, "") if settings.PROXIES else ""
    return given if WELL_FORMED.fullmatch(given) else ""
