"""Runs: start one, watch it, read what it did."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from matching.enums import RunKind, RunState
from matching.models import Run
from matching.services.runs import request_run
from matching.views.access import require

PAGE = 20
CHARTED = 30


@login_required
def run_list(request: HttpRequest) -> HttpResponse:
    user = require(request, "matching.start_run")
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in {RunKind.FULL, RunKind.REFRESH}:
            messages.error(request, _("Choose a full matching or a refresh."))
            return redirect("run-list")
        return redirect("run-detail", request_run(RunKind(kind), requested_by=user).public_id)
    runs = Run.objects.select_related("requested_by")
    page = Paginator(runs, PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/run_list.html", {"page": page, "bars": _duration_bars()})


@login_required
def run_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    require(request, "matching.start_run")
    run = get_object_or_404(Run.objects.select_related("requested_by"), public_id=public_id)
    is_fragment = bool(request.headers.get("HX-Request"))
    template = (
        "matching/components/run_progress.html" if is_fragment and not run.is_over else "matching/run_detail.html"
    )
    response = render(request, template, {"run": run})
    if is_fragment and run.is_over:
        response["HX-Refresh"] = "true"
    return response


def _duration_bars() -> list[dict[str, float]]:
    """The last full runs as bars in a chart of 100 units' height, oldest first."""
    runs = list(Run.objects.filter(state=RunState.DONE, kind=RunKind.FULL)[:CHARTED])[::-1]
    longest = max((run.seconds or 0 for run in runs), default=0) or 1
    heights = [100 * (run.seconds or 0) / longest for run in runs]
    return [
        {"x": 20 * index, "y": 100 - height, "height": height, "seconds": run.seconds or 0}
        for index, (run, height) in enumerate(zip(runs, heights, strict=True))
    ]
