"""Messages to teams: written, reviewed recipient by recipient, sent, and what became of them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.http.stale import Stale
from exchange.people.views.access import signed_in
from exchange.programmes.views.access import managed_call
from exchange.proposals.forms.batches import BatchForm
from exchange.proposals.forms.office import ListingForm
from exchange.proposals.models import MessageBatch
from exchange.proposals.selectors.batches import (
    call_batches,
    managed_batches,
    outcomes_of,
    previews,
    reach_of,
    troubled,
    with_letters,
)
from exchange.proposals.selectors.office import call_proposals
from exchange.proposals.services.batches import (
    cancel_batch,
    change_batch,
    retry_batch,
    review_batch,
    send_batch,
    write_batch,
)
from exchange.proposals.values.placeholders import Placeholder

PAGE = 10


@login_required
def batch_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = managed_call(request, public_id)
    page = Paginator(call_batches(call), PAGE).get_page(request.GET.get("page"))
    return render(request, "proposals/batch_list.html", {"call": call, "page": page})


@login_required
def batch_create(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call = managed_call(request, public_id)
    asked = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    listing = ListingForm.listing_of(str(asked))
    form = BatchForm(request.POST or None, initial={"query": listing.query()})

    def write() -> MessageBatch:
        return write_batch(call, listing=listing, texts=form.texts(), by=signed_in(request))

    if form.is_bound and (batch := _saved(form, write)):
        return redirect("batch-detail", batch.public_id)
    context = {"call": call, "count": call_proposals(call, listing).count(), "query": listing.query()}
    return _form_page(request, form, context)


@login_required
def batch_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = _batch_for(request, public_id)
    read = MessageBatch.objects.get(pk=batch.pk)  # the form writes on its instance
    form = BatchForm(request.POST or None, instance=read, initial={"revision": batch.revision, "query": batch.query})

    def change() -> MessageBatch:
        revision = form.cleaned_data["revision"] or 0
        return change_batch(batch, texts=form.texts(), revision=revision, by=signed_in(request))

    if form.is_bound and _saved(form, change):
        return redirect("batch-detail", public_id)
    return _form_page(request, form, {"call": batch.call, "batch": batch, "query": batch.query})


def _saved(form: BatchForm, save: Callable[[], MessageBatch]) -> MessageBatch | None:
    if not form.is_valid():
        return None
    try:
        return save()
    except ValidationError as error:
        form.add_error(None, error.messages)
    except Stale as stale:
        form.add_error(None, str(stale))
    return None


def _form_page(request: HttpRequest, form: BatchForm, context: dict[str, object]) -> HttpResponse:
    context |= {"form": form, "placeholders": Placeholder.choices}
    return render(request, "proposals/batch_form.html", context, status=422 if form.is_bound else 200)


def _batch_for(request: HttpRequest, public_id: UUID) -> MessageBatch:
    return get_object_or_404(managed_batches(signed_in(request)), public_id=public_id)


@login_required
def batch_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = _batch_for(request, public_id)
    page = Paginator(with_letters(batch.recipients.order_by("proposal", "pk")), PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "call": batch.call,
        "page": page,
        "previews": previews(batch, page.object_list),
        "reach": reach_of(batch),
        "outcomes": outcomes_of(batch),
        "troubled": troubled(batch)[:50],
    }
    return render(request, "proposals/batch_detail.html", context)


@login_required
@require_POST
def batch_act(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the buttons say: reviewed, send, cancel, try again."""
    batch, user = _batch_for(request, public_id), signed_in(request)
    read = request.POST.get("revision", "")
    revision = int(read) if read.isdecimal() and len(read) < 10 else -1
    actions: dict[str, Callable[[], object]] = {
        "review": lambda: review_batch(batch, revision=revision, by=user),
        "send": lambda: send_batch(batch, revision=revision, by=user),
        "cancel": lambda: cancel_batch(batch),
        "retry": lambda: retry_batch(batch),
    }
    try:
        actions.get(request.POST.get("action", ""), lambda: None)()
    except Stale as stale:
        messages.error(request, str(stale))
    else:
        messages.success(request, _("Done."))
    return redirect("batch-detail", public_id)
