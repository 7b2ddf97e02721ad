"""What a reader is told while the database is away or behind, or the disk is full: what it is, and when to come again."""

import logging
import sys
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.embedded.absence import DATABASE
from exchange.embedded.outages import Outage, outage_in
from exchange.embedded.patience import is_silence, meet_database
from exchange.http.json_logs import NAME

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30
# Asked by machines, and answered whatever is away.
PROBES = frozenset({"/healthz", "/livez", "/readyz", "/metrics"})
AWAY = _("We cannot reach our database just now. Nothing that was saved is lost; please try again in half a minute.")
BEHIND = _("Gyoryu is being updated. Please try again in a few minutes.")
FULL = _("Our disk is full, so this could not be saved. What was saved before is not lost. Please try again later.")
WORDS: dict[Outage, str | Promise] = {Outage.DATABASE: AWAY, Outage.UNMIGRATED: BEHIND, Outage.FULL: FULL}


class DatabaseMiddleware:
    """Asks for the database before anything else does: else each layer around a page would try in vain for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBES:  # without what stands behind: that asks who is signed in, and so the database
            request.resolver_match = resolve(request.path_info)
            return cast("HttpResponse", request.resolver_match.func(request))
        if _is_met(request):
            return self.get_response(request)
        return _answer(request, Outage.DATABASE)


def _is_met(request: HttpRequest) -> bool:
    """Whether the database answers. Who was kept waiting in vain notes it: others are told at once, for some seconds."""
    if not DATABASE.may_ask():
        return False
    try:
        meet_database()
    except (OperationalError, InterfaceError) as error:
        logger.exception("%s was not served", request.path)
        if is_silence(error):
            DATABASE.note_silence(error)
        return False
    DATABASE.note_answer()
    return True


def answer_failure(request: HttpRequest) -> HttpResponse:
    """Named as ``handler500``, which is called while the error is at hand."""
    outage = outage_in(sys.exc_info()[1])
    if outage:
        return _answer(request, outage)
    page = render_to_string("500.html", {"number": request.META.get(NAME, "")})
    return HttpResponse(page, status=HTTPStatus.INTERNAL_SERVER_ERROR)


class WithoutTraceback(logging.Filter):
    """Where an outage was met, each line of a log says so by itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and (outage := outage_in(record.exc_info[1])):
            record.msg, record.args = f"{record.getMessage()}: {outage.value}", ()
            record.exc_info = record.exc_text = None
        return True


def _answer(request: HttpRequest, outage: Outage) -> HttpResponse:
    status = HTTPStatus.INSUFFICIENT_STORAGE if outage is Outage.FULL else HTTPStatus.SERVICE_UNAVAILABLE
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    if request.path_info.startswith("/api/"):
        return JsonResponse({"detail": str(WORDS[outage])}, status=status, headers=headers)
    # Without the request: what stands around every other page asks the database.
    page = render_to_string("503.html", {"words": WORDS[outage]})
    return HttpResponse(page, status=status, headers=headers)
