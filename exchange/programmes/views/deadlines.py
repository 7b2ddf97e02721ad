"""Deadlines of a call: moved back with a reason, or opened for a few by a code."""

import zoneinfo
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from exchange.people.views.access import signed_in
from exchange.programmes.forms.actions import ExtensionForm, LateCodeForm
from exchange.programmes.models import Stage
from exchange.programmes.selectors.able import competing_notice
from exchange.programmes.selectors.programmes import stage_with_deadlines
from exchange.programmes.services import COMPETES, extend_stage, make_late_code
from exchange.programmes.views.access import managed_call


@login_required
def stage_deadline(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """Extend, make codes, and see what was done so far; who competes in the call sees the extensions alone."""
    call = managed_call(request, public_id)
    stage = get_object_or_404(stage_with_deadlines(call), kind=kind)
    wants_code = "uses" in request.POST
    extension = ExtensionForm(
        request.POST if request.method == "POST" and not wants_code else None, initial={"time_zone": stage.time_zone}
    )
    code = LateCodeForm(
        request.POST if wants_code else None, initial={"time_zone": stage.time_zone}, auto_id="id_code_%s"
    )
    if (extension.is_bound and _extend(request, stage, extension)) or (code.is_bound and _make(request, stage, code)):
        return redirect("stage-deadline", public_id, kind)
    competes = competing_notice(request.user, call, COMPETES)
    context = {"call": call, "stage": stage, "extension_form": extension, "code_form": code, "competes": competes}
    return render(request, "programmes/stage_deadline.html", context, status=422 if request.method == "POST" else 200)


def _extend(request: HttpRequest, stage: Stage, form: Form) -> bool:
    if not form.is_valid():
        return False
    try:
        extend_stage(
            stage, closes_at=_instant(form, "closes_at"), reason=form.cleaned_data["reason"], by=signed_in(request)
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The deadline has moved. Everyone working on a proposal is being notified."))
    return True


def _make(request: HttpRequest, stage: Stage, form: Form) -> bool:
    if not form.is_valid():
        return False
    cleaned = form.cleaned_data
    try:
        code = make_late_code(
            stage,
            uses=cleaned["uses"],
            expires_at=_instant(form, "expires_at"),
            reason=cleaned["reason"],
            by=signed_in(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The code is %(code)s. Give it to whom it is for.") % {"code": code.code})
    return True


def _instant(form: Form, name: str) -> datetime:
    wall: datetime = form.cleaned_data[name]
    return wall.replace(tzinfo=zoneinfo.ZoneInfo(form.cleaned_data["time_zone"]))
