"""The managers' view of a call's proposals."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.views.access import signed_in
from exchange.programmes.views.access import managed_call
from exchange.proposals.enums import ExportFormat, ProposalState
from exchange.proposals.forms.office import ListingForm, SavedViewForm
from exchange.proposals.models import SavedView
from exchange.proposals.selectors.office import call_proposals, closing_soon, count_proposals, saved_views
from exchange.proposals.services.saved_views import delete_view, save_view

PAGE = 25


@login_required
def call_office(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = managed_call(request, public_id)
    prefetch_related_objects([call], "stages")
    views = saved_views(signed_in(request), call)
    first = next((view for view in views if view.is_default and view.query), None)
    if first and not request.GET:
        return redirect(f"{request.path}?{first.query}")
    form = ListingForm(request.GET, stages=[stage.kind for stage in call.stages.all()])
    listing = form.listing()
    context = {
        "call": call,
        "form": form,
        "query": listing.query(),
        "page": Paginator(call_proposals(call, listing), PAGE).get_page(request.GET.get("page")),
        "counts": count_proposals(call),
        "states": ProposalState,
        "formats": ExportFormat.choices,
        "soon": closing_soon(call.stages.all()),
        "next_stage": call.next_stage,
        "views": views,
        "view_form": SavedViewForm(initial={"query": listing.query()}),
    }
    return render(request, "proposals/call_office.html", context)


@login_required
@require_POST
def view_save(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = managed_call(request, public_id)
    form = SavedViewForm(request.POST)
    query = ListingForm.listing_of(form["query"].value() or "").query()
    if form.is_valid():
        view = save_view(call, user=signed_in(request), **{**form.cleaned_data, "query": query})
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    else:
        messages.error(request, _("Give the view a name of at most 60 characters."))
    return redirect(f"{reverse('call-office', args=[public_id])}?{query or 'all=1'}")


@login_required
@require_POST
def view_delete(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    call = managed_call(request, public_id)
    view = get_object_or_404(SavedView, pk=pk, call=call, user=signed_in(request))
    delete_view(view)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(f"{reverse('call-office', args=[public_id])}?all=1")
