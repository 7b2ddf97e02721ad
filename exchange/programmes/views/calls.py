"""Public pages of calls: list, one call, and each version as it was published."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from exchange.programmes.forms.filters import CallFilterForm
from exchange.programmes.models import Call
from exchange.programmes.selectors.able import who_runs_it
from exchange.programmes.selectors.calls import find_calls
from exchange.programmes.selectors.competing import competes_in
from exchange.programmes.values.presentation import present
from exchange.programmes.views.access import call_for, managed_call

PAGE = 20


def call_list(request: HttpRequest) -> HttpResponse:
    manages = request.user.has_perm("programmes.see_managed")
    form = CallFilterForm(request.GET or None, with_drafts=manages)
    page = Paginator(find_calls(request.user, **form.criteria()), PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/call_list.html", {"form": form, "page": page, "manages": manages})


def call_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = call_for(request, public_id)
    return render(request, "programmes/call_detail.html", _context(request, call))


def call_version(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """What applicants saw while this version was the newest one."""
    call = call_for(request, public_id)
    version = get_object_or_404(call.versions, number=number)
    context = {"call": call, "version": version, "shown": present(version.definition)}
    return render(request, "programmes/call_version.html", context)


def call_preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The draft as applicants would see it."""
    call = managed_call(request, public_id)
    context = {"call": call, "shown": present(call.draft_definition)}
    return render(request, "programmes/call_preview.html", context)


def _context(request: HttpRequest, call: Call) -> dict[str, Any]:
    manages = request.user.has_perm("programmes.manage_call", call)
    return {
        "call": call,
        "shown": present(call.definition),
        "versions": call.versions.all(),
        "extensions": _extensions(call),
        "manages": manages,
        "who_runs_it": who_runs_it(call) if manages and competes_in(request.user, call) else "",
    }


def _extensions(call: Call) -> list[Any]:
    return [extension for stage in call.stages.prefetch_related("extensions") for extension in stage.extensions.all()]
