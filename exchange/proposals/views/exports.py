"""Exports of the managers' list: asked for, watched, fetched, cancelled."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.views.access import signed_in
from exchange.programmes.views.access import managed_call
from exchange.proposals.enums import ExportFormat
from exchange.proposals.forms.office import ExportForm, ListingForm
from exchange.proposals.models import ProposalExport
from exchange.proposals.selectors.exports import file_name, is_downloadable, own_exports
from exchange.proposals.services.exports import cancel_export, request_export

SHOWN = 20


@login_required
def export_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call, user = managed_call(request, public_id), signed_in(request)
    form = ExportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        listing = ListingForm.listing_of(str(request.POST.get("query", "")))
        request_export(call, listing=listing, file_format=ExportFormat(form.cleaned_data["format"]), by=user)
        return redirect("export-list", public_id)
    context = {"call": call, "exports": own_exports(user, call)[:SHOWN]}
    return render(request, "proposals/export_list.html", context, status=422 if form.is_bound else 200)


def _export_for(request: HttpRequest, public_id: UUID) -> ProposalExport:
    export = get_object_or_404(own_exports(signed_in(request)), public_id=public_id)
    if not request.user.has_perm("programmes.manage_call", export.call):
        raise Http404
    return export


@login_required
def export_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The card of one export, asked for while it is being written."""
    export = _export_for(request, public_id)
    if not request.headers.get("HX-Request"):
        return redirect("export-list", export.call.public_id)
    return render(request, "proposals/components/export_card.html", {"export": export})


@login_required
def export_download(request: HttpRequest, public_id: UUID) -> HttpResponse | FileResponse:
    export = _export_for(request, public_id)
    if not is_downloadable(export) or not default_storage.exists(export.path):
        raise Http404
    return FileResponse(default_storage.open(export.path), as_attachment=True, filename=file_name(export))


@login_required
@require_POST
def export_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    export = _export_for(request, public_id)
    if cancel_export(export):
        messages.success(request, _("The export is cancelled."))
    return redirect("export-list", export.call.public_id)
