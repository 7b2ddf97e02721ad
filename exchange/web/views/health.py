"""Whether this process can do its work."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse


def healthz(request: HttpRequest) -> JsonResponse:
    """200 where database and broker answer, else 503; says which does not, and nothing else."""
    answers = {"database": _answers(_ask_database), "broker": _answers(_ask_broker)}
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    cache.get("healthz")
