"""Deadlines for calendars, and new calls for feed readers. Public, like the list."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control

from exchange.http.addresses import own_address
from exchange.programmes.models import Call
from exchange.programmes.selectors.calls import open_calls, with_details
from exchange.programmes.serializers.feeds import calendar_of, feed_of


@cache_control(public=True, max_age=300)
def calendar(request: HttpRequest) -> HttpResponse:
    return _calendar(list(open_calls()), "gyoryu-calls.ics")


@cache_control(public=True, max_age=300)
def call_calendar(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = get_object_or_404(with_details(Call.objects.public()), public_id=public_id)
    return _calendar([call], f"gyoryu-call-{call.public_id}.ics")


@cache_control(public=True, max_age=300)
def feed(request: HttpRequest) -> JsonResponse:
    newest = with_details(Call.objects.public()).order_by("-changed_at", "-pk")[:50]
    content = feed_of(list(newest), address=own_address, own=own_address(request.get_full_path()))
    return JsonResponse(content, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})


def _calendar(calls: list[Call], name: str) -> HttpResponse:
    answer = HttpResponse(calendar_of(calls, address=own_address), content_type="text/calendar")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
