"""Exports of a list: asked for, watched, fetched, cancelled."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.office.enums import ExportFormat
from exchange.office.forms import ExportForm
from exchange.office.models import Export
from exchange.office.selectors.export import file_name, is_downloadable, own_exports
from exchange.office.selectors.managed import list_of, scope_of
from exchange.office.services.export import cancel_export, request_export
from exchange.office.views.access import export_for, scope_for
from exchange.office.views.listing import ListPage
from exchange.people.views.access import signed_in

SHOWN = 20


@login_required
def export_list(request: HttpRequest, public_id: UUID, page: ListPage) -> HttpResponse:
    listed, user = page.listed, signed_in(request)
    scope = scope_for(request, listed, public_id)
    form = ExportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        listing = page.form.listing_of(str(request.POST.get("query", "")))
        file_format = ExportFormat(form.cleaned_data["format"])
        try:
            request_export(listed, scope, listing=listing, file_format=file_format, by=user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(listed.url(scope, "export-list"))
    exports = listed.kept(own_exports(user), scope)[:SHOWN]
    context = {"listed": listed, "scope": scope, "exports": exports}
    return render(request, "office/export_list.html", context, status=422 if form.is_bound else 200)


@login_required
def export_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The card of one export, asked for while it is being written."""
    export = export_for(request, public_id)
    if not request.headers.get("HX-Request"):
        return redirect(_list_of_exports(export))
    context = {"export": export, "listed": list_of(export), "scope": scope_of(export)}
    return render(request, "office/components/export_card.html", context)


@login_required
def export_download(request: HttpRequest, public_id: UUID) -> HttpResponse | FileResponse:
    export = export_for(request, public_id)
    if not is_downloadable(export) or not default_storage.exists(export.path):
        raise Http404
    return FileResponse(default_storage.open(export.path), as_attachment=True, filename=file_name(export))


@login_required
@require_POST
def export_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    export = export_for(request, public_id)
    if cancel_export(export):
        messages.success(request, _("The export is cancelled."))
    return redirect(_list_of_exports(export))


def _list_of_exports(export: Export) -> str:
    return list_of(export).url(scope_of(export), "export-list")
