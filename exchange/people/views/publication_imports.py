"""Bringing publications, each after a preview: a bibliography, or what a public source has, fetched in the background.

Every answer stands beside the form it belongs to: the addresses end in the section of the page.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from exchange.people.forms.publications import FetchForm, ImportForm
from exchange.people.models import PublicationImport, Researcher
from exchange.people.services.publication_imports import (
    confirm_import,
    discard_import,
    preview_bibliography,
    preview_source,
)
from exchange.people.values.publications import UnreadableBibliography
from exchange.people.views.publications import publication_page, with_profile


@require_POST
@with_profile
def publication_import(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    """What a bibliography would bring; nothing is merged before it is confirmed."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return publication_page(request, researcher, form=form)
    try:
        preview_bibliography(researcher, text=form.cleaned_data["text"])
    except UnreadableBibliography as error:
        form.add_error("file" if request.FILES else "text", str(error))
    except ValidationError as error:
        form.add_error(None, error)
    return (
        redirect(f"{reverse('publication-list')}#bibliography")
        if form.is_valid()
        else publication_page(request, researcher, form=form)
    )


@require_POST
@with_profile
def publication_import_confirm(request: HttpRequest, researcher: Researcher, pk: int) -> HttpResponse:
    """Take what the preview told of, or forget it."""
    job = get_object_or_404(PublicationImport, pk=pk, researcher=researcher)
    act = discard_import if "discard" in request.POST else confirm_import
    try:
        act(job)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("publication-list")
    return redirect(f"{reverse('publication-list')}#{'bibliography' if job.is_bibliography else 'fetch'}")


@require_POST
@with_profile
def publication_fetch(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    form = FetchForm(request.POST, researcher=researcher)
    if not form.is_valid():
        return publication_page(request, researcher, fetching=form)
    try:
        preview_source(researcher, source=form.cleaned_data["source"], text=form.cleaned_data["text"])
    except ValidationError as error:
        form.add_error("text", error)
        return publication_page(request, researcher, fetching=form)
    return redirect(f"{reverse('publication-list')}#fetch")


@with_profile
def publication_import_detail(request: HttpRequest, researcher: Researcher, pk: int) -> HttpResponse:
    """How an import stands, as a piece of the page that asks for it until it is over."""
    job = get_object_or_404(PublicationImport, pk=pk, researcher=researcher)
    return render(request, "people/components/publication_import.html", {"job": job, "is_fragment": True})
