"""Bringing publications: from a bibliography at once, from public sources in the background."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from exchange.people.forms.publications import FetchForm, ImportForm
from exchange.people.models import PublicationImport, Researcher
from exchange.people.services.publication_imports import request_import
from exchange.people.services.publications import import_bibliography
from exchange.people.values.publications import UnreadableBibliography
from exchange.people.views.publications import publication_page, with_profile


@require_POST
@with_profile
def publication_import(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return publication_page(request, researcher, form=form)
    try:
        import_bibliography(researcher, text=form.cleaned_data["text"])
    except UnreadableBibliography as error:
        form.add_error("file" if request.FILES else "text", str(error))
        return publication_page(request, researcher, form=form)
    return redirect("publication-list")


@require_POST
@with_profile
def publication_fetch(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    form = FetchForm(request.POST, researcher=researcher)
    if not form.is_valid():
        return publication_page(request, researcher, fetching=form)
    try:
        request_import(researcher, source=form.cleaned_data["source"], text=form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error("text", error)
        return publication_page(request, researcher, fetching=form)
    return redirect("publication-list")


@with_profile
def publication_import_detail(request: HttpRequest, researcher: Researcher, pk: int) -> HttpResponse:
    """How an import stands, as a piece of the page that asks for it until it is over."""
    job = get_object_or_404(PublicationImport, pk=pk, researcher=researcher)
    return render(request, "people/components/publication_import.html", {"job": job, "is_fragment": True})
