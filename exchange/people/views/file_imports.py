"""Files of organisations and topics: sent by an administrator, read by a worker, watched on the page."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from exchange.people.enums import FileKind
from exchange.people.forms.file_imports import FileImportForm
from exchange.people.models import FileImport, User
from exchange.people.services.file_imports import request_file_import
from exchange.people.views.access import signed_in

LATEST = 5


def _administrator(request: HttpRequest) -> User:
    """404 for everybody else."""
    user = signed_in(request)
    if not user.has_perm("people.import_files"):
        raise Http404
    return user


@login_required
def file_import(request: HttpRequest, kind: str) -> HttpResponse:
    user = _administrator(request)
    if kind not in FileKind.values:
        raise Http404
    form = FileImportForm(request.POST, request.FILES) if request.method == "POST" else FileImportForm()
    if form.is_bound and form.is_valid():
        try:
            request_file_import(FileKind(kind), file=form.cleaned_data["file"], by=user)
        except ValidationError as error:
            form.add_error("file", error.messages)
        else:
            return redirect("file-import", kind)
    latest = FileImport.objects.filter(kind=kind)[:LATEST]
    context = {"form": form, "kind": FileKind(kind), "jobs": latest}
    return render(request, "people/file_import.html", context, status=422 if form.is_bound else 200)


@login_required
def file_import_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How an import stands, as a piece of the page that asks for it until it is over."""
    _administrator(request)
    job = get_object_or_404(FileImport, public_id=public_id)
    return render(request, "people/components/file_import.html", {"job": job})
