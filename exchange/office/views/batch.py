"""Messages to the people of a list: written, reviewed recipient by recipient, sent, and what became of them."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.http.stale import Stale
from exchange.office.forms import BatchForm
from exchange.office.models import MessageBatch
from exchange.office.selectors.batch import batches_of, eyes_on, outcomes_of, previews, reach_of, troubled
from exchange.office.selectors.managed import AnyList, audience_of, list_of, scope_of
from exchange.office.services.batch import (
    cancel_batch,
    change_batch,
    retry_batch,
    review_batch,
    send_batch,
    write_batch,
)
from exchange.office.views.access import batch_for, scope_for
from exchange.office.views.listing import ListPage
from exchange.people.views.access import signed_in

PAGE = 10
TROUBLED = 50


@login_required
def batch_list(request: HttpRequest, public_id: UUID, page: ListPage) -> HttpResponse:
    scope = scope_for(request, page.listed, public_id)
    shown = Paginator(batches_of(page.listed, scope), PAGE).get_page(request.GET.get("page"))
    return render(request, "office/batch_list.html", {"listed": page.listed, "scope": scope, "page": shown})


@login_required
def batch_create(request: HttpRequest, public_id: UUID, page: ListPage) -> HttpResponse:
    listed, scope = page.listed, scope_for(request, page.listed, public_id)
    asked = request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode()
    listing = page.form.listing_of(str(asked))
    form = BatchForm(request.POST or None, audience=audience_of(listed), initial={"query": listing.query()})

    def write() -> MessageBatch:
        return write_batch(listed, scope, listing=listing, texts=form.texts(), by=signed_in(request))

    if form.is_bound and (batch := _saved(form, write)):
        return redirect("batch-detail", batch.public_id)
    context = {"scope": scope, "count": listed.rows(scope, listing).count(), "query": listing.query()}
    return _form_page(request, listed, form, context)


@login_required
def batch_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = batch_for(request, public_id)
    listed = list_of(batch)
    read = MessageBatch.objects.get(pk=batch.pk)  # the form writes on its instance
    initial = {"revision": batch.revision, "query": batch.query}
    form = BatchForm(request.POST or None, audience=audience_of(listed), instance=read, initial=initial)

    def change() -> MessageBatch:
        revision = form.cleaned_data["revision"] or 0
        return change_batch(batch, texts=form.texts(), revision=revision, by=signed_in(request))

    if form.is_bound and _saved(form, change):
        return redirect("batch-detail", public_id)
    context = {"scope": scope_of(batch), "batch": batch, "query": batch.query}
    return _form_page(request, listed, form, context)


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


def _form_page(request: HttpRequest, listed: AnyList, form: BatchForm, context: dict[str, object]) -> HttpResponse:
    placeholders = audience_of(listed).placeholders.choices
    context |= {"listed": listed, "form": form, "placeholders": placeholders}
    return render(request, "office/batch_form.html", context, status=422 if form.is_bound else 200)


@login_required
def batch_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    batch = batch_for(request, public_id)
    recipients = batch.recipients.order_by("row_id", "pk").select_related("user", "message")
    page = Paginator(recipients, PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "listed": list_of(batch),
        "scope": scope_of(batch),
        "page": page,
        "previews": previews(batch, page.object_list),
        "reach": reach_of(batch),
        "outcomes": outcomes_of(batch),
        "troubled": troubled(batch, most=TROUBLED),
        "eyes": eyes_on(batch, signed_in(request)),
    }
    return render(request, "office/batch_detail.html", context)


@login_required
@require_POST
def batch_act(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the buttons say: reviewed, send, cancel, try again."""
    batch, user = batch_for(request, public_id), signed_in(request)
    read = request.POST.get("revision", "")
    revision = int(read) if read.isdecimal() and len(read) < 10 else -1
    actions: dict[str, Callable[[], object]] = {
        "review": lambda: review_batch(batch, revision=revision, by=user),
        "send": lambda: send_batch(batch, revision=revision, by=user),
        "cancel": lambda: cancel_batch(batch),
        "retry": lambda: retry_batch(batch),
    }
    act = actions.get(request.POST.get("action", ""))
    if act is None:
        messages.error(request, _("Nothing was done: a message is reviewed, sent, cancelled or tried again."))
        return redirect("batch-detail", public_id)
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Stale as stale:
        messages.error(request, str(stale))
    else:
        messages.success(request, _("Done."))
    return redirect("batch-detail", public_id)
