"""My publications: what is there, what represents me, one at a time by hand."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.enums import FETCHED_SOURCES, ImportState
from exchange.people.forms.publications import FetchForm, ImportForm, PublicationForm
from exchange.people.models import Publication, Researcher
from exchange.people.selectors.profile import completeness
from exchange.people.services.publications import (
    add_publication,
    change_publication,
    choose_publications,
    remove_publication,
)
from exchange.people.views.access import signed_in

PAGE_SIZE = 100


def with_profile(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the signed-in person's own profile; who has none yet is led to make one."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        researcher = Researcher.objects.filter(user=signed_in(request)).first()
        return redirect("onboarding") if researcher is None else view(request, researcher, *args, **kwargs)

    return inner


def publication_page(
    request: HttpRequest, researcher: Researcher, *, form: ImportForm | None = None, fetching: FetchForm | None = None
) -> HttpResponse:
    """The list with its two ways of bringing more; a refused form comes back as it was typed."""
    refused = form is not None or fetching is not None
    imports = researcher.publication_imports.defer("payload")
    previews = imports.filter(state=ImportState.READ)
    context = {
        "form": form or ImportForm(),
        "fetching": fetching or FetchForm(researcher=researcher),
        "page": Paginator(researcher.publications.all(), PAGE_SIZE).get_page(request.GET.get("page")),
        "job": imports.first(),
        "preview": previews.exclude(source__in=FETCHED_SOURCES).first(),
        "fetched": previews.filter(source__in=FETCHED_SOURCES).first(),
        "completeness": completeness(researcher),
    }
    return render(request, "people/publication_list.html", context, status=422 if refused else 200)


@with_profile
def publication_list(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    return publication_page(request, researcher)


@require_POST
@with_profile
def publication_choose(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    page = request.POST.get("page", "")
    back = redirect(f"{reverse('publication-list')}?page={page}" if page.isdecimal() else "publication-list")
    if "none" in request.POST:
        choose_publications(researcher, chosen=[])
        messages.success(request, _("None represents you now. Tick those that should."))
        return back
    removed, among = _keys(request, "remove"), _keys(request, "shown") if "shown" in request.POST else None
    if among is not None or not removed:  # ticks that were not saved yet come with every button of the page
        choose_publications(researcher, chosen=_keys(request, "chosen"), among=among)
    if removed:
        remove_publication(researcher, pk=removed[0])
        messages.success(request, _("Removed."))
    else:
        messages.success(request, _("Saved. The matching reads it within a minute."))
    return back


def _keys(request: HttpRequest, name: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 19]


@with_profile
def publication_add(request: HttpRequest, researcher: Researcher) -> HttpResponse:
    form = PublicationForm(request.POST or None)
    if _is_saved(form, lambda fields: add_publication(researcher, **fields)):
        messages.success(request, _("Added."))
        return redirect("publication-list")
    return render(request, "people/publication_edit.html", {"form": form}, status=422 if form.is_bound else 200)


@with_profile
def publication_edit(request: HttpRequest, researcher: Researcher, pk: int) -> HttpResponse:
    publication = get_object_or_404(Publication, pk=pk, researcher=researcher)
    title = publication.title
    form = PublicationForm(request.POST or None, instance=publication)
    if _is_saved(form, lambda fields: change_publication(publication, **fields)):
        messages.success(request, _("Saved. The matching reads it within a minute."))
        return redirect("publication-list")
    context = {"form": form, "publication": publication, "title": title}
    return render(request, "people/publication_edit.html", context, status=422 if form.is_bound else 200)


def _is_saved(form: PublicationForm, save: Callable[[dict[str, object]], object]) -> bool:
    """Whether a good form was sent and the service took it; what it objects to stands beside the fields."""
    if not form.is_valid():
        return False
    try:
        save(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
    return form.is_valid()
