"""The managers' editor: one section of the definition at a time, the whole checked after each change."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from pydantic import ValidationError as PydanticError

from exchange.http.stale import Stale
from exchange.people.views.access import signed_in
from exchange.programmes.forms.actions import BeginForm, PublishForm, TopicsForm
from exchange.programmes.forms.section import BoundSection
from exchange.programmes.forms.sections import SECTIONS
from exchange.programmes.models import Call
from exchange.programmes.selectors.able import competing_notice
from exchange.programmes.selectors.programmes import copyable_calls, managed_programmes
from exchange.programmes.services import (
    COMPETES,
    NotPublishableError,
    begin_call,
    close_call,
    objections_to,
    publish_call,
    save_draft,
    set_call_topics,
)
from exchange.programmes.views.access import managed_call


@login_required
def call_create(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("programmes.see_managed"):
        raise Http404
    programmes = managed_programmes(user)
    form = BeginForm(request.POST or None, programmes=programmes, calls=copyable_calls(user))
    if form.is_bound and form.is_valid():
        try:
            call = begin_call(by=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("begin_with", error)
        else:
            return redirect("call-edit", call.public_id, "basics")
    return render(request, "programmes/call_create.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
def call_edit(request: HttpRequest, public_id: UUID, section: str) -> HttpResponse:
    call = managed_call(request, public_id)
    if section not in SECTIONS:
        raise Http404
    data = request.POST if request.method == "POST" else None
    bound = SECTIONS[section].bind(call.draft_definition, data)
    if data is None:
        return _page(request, call, bound)
    objections = _save(call, bound, data) if bound.is_valid() else []
    if bound.is_valid() and not objections:
        messages.success(request, _("Saved. Applicants see it when you publish."))
        return redirect("call-edit", public_id, section)
    # What a colleague saved meanwhile was not read: it is not published with a press on this page either.
    publish = PublishForm(initial={"revision": data.get("revision", "")})
    return _page(request, call, bound, objections=objections, publish=publish)


def _save(call: Call, bound: BoundSection, data: Any) -> list[str]:
    """Save, or say why not: here what is about the whole, beside its row what is about one."""
    read = str(data.get("revision", ""))
    revision = int(read) if read.isdecimal() and len(read) < 10 else -1
    try:
        save_draft(call, definition=bound.changed(), revision=revision)
    except PydanticError as error:
        return bound.objections(error)
    except ValidationError as error:
        return error.messages
    except Stale as stale:
        call.revision = stale.current.revision
        return [
            _(
                "Someone else has saved this call in the meantime. Your text is below; saving again replaces this section."
            )
        ]
    return []


def _page(
    request: HttpRequest,
    call: Call,
    bound: BoundSection,
    *,
    objections: list[str] | None = None,
    publish: PublishForm | None = None,
    topics: TopicsForm | None = None,
) -> HttpResponse:
    refused = objections is not None or publish is not None or topics is not None
    context = {
        "call": call,
        "bound": bound,
        "sections": SECTIONS.values(),
        "objections": objections or [],
        "lacking": objections_to(call, call.draft_definition),
        "publish_form": publish or PublishForm(initial={"revision": call.revision}),
        "competes": competing_notice(request.user, call, COMPETES),
        "topics_form": topics or TopicsForm(call=call),
        "is_changed": call.version is None or call.draft != call.version.content,
    }
    return render(request, "programmes/call_edit.html", context, status=422 if refused else 200)


@login_required
@require_POST
def call_publish(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = managed_call(request, public_id)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, call, SECTIONS["basics"].bind(call.draft_definition, None), publish=form)
    try:
        publish_call(call, by=signed_in(request), **form.cleaned_data)
    except NotPublishableError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect("call-edit", public_id, "basics")
    except Stale as stale:
        messages.error(request, str(stale))
        return redirect("call-preview", public_id)
    messages.success(request, _("Published. Applicants see this version from now on."))
    return redirect("call-detail", public_id)


@login_required
@require_POST
def call_close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if close_call(managed_call(request, public_id), by=signed_in(request)):
        messages.success(request, _("The call is closed to submissions."))
    else:
        messages.info(request, _("Nothing was changed: the call is closed already, or was never published."))
    return redirect("call-detail", public_id)


@login_required
@require_POST
def call_topics(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = managed_call(request, public_id)
    form = TopicsForm(request.POST, call=call)
    if not form.is_valid():
        return _page(request, call, SECTIONS["basics"].bind(call.draft_definition, None), topics=form)
    set_call_topics(call, form.cleaned_data["topics"])
    messages.success(request, _("Saved. The matching reads it within a minute."))
    return redirect("call-edit", public_id, "basics")
