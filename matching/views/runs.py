"""Runs: start one, watch it, read what it did."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching.enums import RunKind
from matching.selectors.charts import charts_of_run, history_charts
from matching.selectors.runs import charted_runs, groupings, last_full_run, opinions, parts_of, runs_for_list, weights
from matching.services.errors import RunIsOver
from matching.services.runs import cancel_run, request_run
from matching.views.access import require

PAGE = 20


@login_required
def run_list(request: HttpRequest) -> HttpResponse:
    user = require(request, "matching.start_run")
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in {RunKind.FULL, RunKind.REFRESH}:
            messages.error(request, _("Choose a full matching or a refresh."))
            return redirect("run-list")
        return redirect("run-detail", request_run(RunKind(kind), requested_by=user).public_id)
    page = Paginator(runs_for_list(), PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/run_list.html", {"page": page, "charts": history_charts(charted_runs())})


@login_required
def run_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    require(request, "matching.start_run")
    run = get_object_or_404(runs_for_list(), public_id=public_id)
    if request.headers.get("HX-Request") and not run.is_over:
        return render(request, "matching/components/run_progress.html", {"run": run, "parts": parts_of(run)})
    said, reasons = opinions(run)
    groups = groupings(run)
    context = {
        "run": run,
        "parts": parts_of(run),
        "groupings": [(grouping, charts_of_run(grouping)) for grouping in groups],
        "opinions": said,
        "reasons": reasons,
        "weights": weights(run),
        "last_full": last_full_run(),
    }
    response = render(request, "matching/run_detail.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def run_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = require(request, "matching.start_run")
    run = get_object_or_404(runs_for_list(), public_id=public_id)
    try:
        cancel_run(run, by=user)
    except RunIsOver as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The run is cancelled. The suggestions of the run before it stay."))
    return redirect("run-detail", public_id)
