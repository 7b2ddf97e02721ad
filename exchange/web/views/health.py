"""Whether this process can do its work, for load balancers and supervisors."""

from typing import cast

from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from exchange.embedded.patience import meet_database
from exchange.http.caches import SteadyCache
from exchange.web.status.components import database, migrations


def healthz(request: HttpRequest) -> JsonResponse:
    """Which of database and broker answer. 503 without the database alone: without the broker pages are served."""
    answers = {"database": _answers(_ask_database), "broker": _answers(_ask_broker)}
    return JsonResponse(answers, status=200 if answers["database"] else 503)


def livez(request: HttpRequest) -> JsonResponse:
    """That the process answers at all, whatever else does not: who ends it otherwise mends nothing."""
    return JsonResponse({"alive": True})


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether pages can be served from here: 503 sends people to another process."""
    asked = database()
    answers = {one.key: bool(one.is_up) for one in (asked, migrations(is_there=bool(asked.is_up)))}
    return JsonResponse(answers, status=200 if all(answers.values()) else 503)


def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Allow: /$", "Allow: /about/", "Disallow: /", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


def _answers(question: object) -> bool:
    try:
        question()  # type: ignore[operator]
    except Exception:
        return False
    return True


def _ask_database() -> None:
    meet_database()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    cast("SteadyCache", caches["default"]).ping()
