"""A managers' list: filtered, kept under a name."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.office.enums import ExportFormat
from exchange.office.forms import ListingForm, SavedViewForm
from exchange.office.models import SavedView
from exchange.office.selectors.managed import AnyList
from exchange.office.selectors.saved_view import saved_views
from exchange.office.services.saved_view import delete_view, save_view
from exchange.office.views.access import scope_for
from exchange.people.views.access import signed_in

PAGE = 25
ALL = "all=1"
"""Asks for everything, where a view would be shown first."""


@dataclass(frozen=True)
class ListPage:
    """How a list is filtered and looks; without a ``template`` of its own it is a table of its columns."""

    listed: AnyList
    form: type[ListingForm]
    template: str = "office/listing.html"
    context: Callable[[Any], Mapping[str, Any]] = lambda scope: {}


@login_required
def list_page(request: HttpRequest, public_id: UUID, page: ListPage) -> HttpResponse:
    listed, scope = page.listed, scope_for(request, page.listed, public_id)
    views = saved_views(signed_in(request), listed, scope)
    first = next((view for view in views if view.is_default and view.query), None)
    if first and not request.GET:
        return redirect(f"{request.path}?{first.query}")
    form = page.form(request.GET, scope=scope)
    listing = form.listing()
    context = {
        "listed": listed,
        "scope": scope,
        "form": form,
        "query": listing.query(),
        "page": Paginator(listed.rows(scope, listing), PAGE).get_page(request.GET.get("page")),
        "formats": ExportFormat.choices,
        "views": views,
        "view_form": SavedViewForm(initial={"query": listing.query()}),
    }
    return render(request, page.template, {**context, **page.context(scope)})


@login_required
@require_POST
def view_save(request: HttpRequest, public_id: UUID, page: ListPage) -> HttpResponse:
    listed, scope = page.listed, scope_for(request, page.listed, public_id)
    form = SavedViewForm(request.POST)
    query = page.form.listing_of(form["query"].value() or "").query()
    if form.is_valid():
        _keep_view(request, listed, scope, {**form.cleaned_data, "query": query})
    else:
        messages.error(request, _wrong_with_view(form.errors))
    return redirect(listed.url(scope, query=query or ALL))


def _keep_view(request: HttpRequest, listed: AnyList, scope: Model, values: dict[str, Any]) -> None:
    try:
        view = save_view(listed, scope, user=signed_in(request), **values)
    except ValidationError as error:
        messages.error(request, _wrong_with_view(error.message_dict))
    else:
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})


def _wrong_with_view(fields: Collection[str]) -> str:
    """The name where it is the name, and the filters where they are."""
    if "name" in fields:
        return _("Give the view a name of at most 60 characters.")
    return _("The view was not saved: its filters and order are longer than 1,000 characters. Use fewer of them.")


@login_required
@require_POST
def view_delete(request: HttpRequest, public_id: UUID, pk: int, page: ListPage) -> HttpResponse:
    listed, scope = page.listed, scope_for(request, page.listed, public_id)
    mine = listed.kept(SavedView.objects.filter(user=signed_in(request)), scope)
    view = get_object_or_404(mine, pk=pk)
    delete_view(view)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(listed.url(scope, query=ALL))
