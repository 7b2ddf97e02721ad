"""*Match review*: the queue beside the evidence of one pair; a manager decides from one view."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from exchange.http.tally import QueuePaginator
from exchange.people.disclosure import Viewer
from exchange.people.models import User
from matching.enums import Action
from matching.forms import BulkForm, DecisionForm, QueueForm
from matching.models import Pair
from matching.selectors.bands import BandCuts, cuts_in_force
from matching.selectors.pairs import Profiles, in_order, keys_of, present, profiles_in
from matching.selectors.review import (
    OF_PANEL,
    for_panel,
    pairs_to_decide,
    queue_rows,
    review_queue,
    topics_in_use,
)
from matching.services.decisions import decide_pairs, note_opening
from matching.services.errors import MatchingError
from matching.views.access import is_fragment, pair_for, require

PAGE = 10
Context = dict[str, Any]
DONE = {
    Action.SHORTLIST: _("Shortlisted."),
    Action.DISMISS: _("Dismissed; it is not suggested again."),
    Action.RESTORE: _("Put back: the pair waits for a decision again."),
    Action.INTRODUCE: _("Introduced: both get a mail and answer for themselves."),
}


@login_required
def review(request: HttpRequest) -> HttpResponse:
    manager = require(request, "matching.see_queue")
    queue = _queue(request, manager)
    return _page(request, queue | _preview(manager, queue), preview=True)


@login_required
def review_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    pair = pair_for(request, public_id, "matching.decide_pair")
    manager = require(request, "matching.see_queue")
    is_first = request.method == "GET" and note_opening(pair, manager=manager)
    if is_fragment(request):
        return _fragment(request, _panel(manager, pair) | {"newly_opened": is_first})
    return _page(request, _queue(request, manager) | _panel(manager, pair))


@login_required
@require_POST
def review_decide_pair(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Decide on one pair from its panel. Whatever stands in the way is said there, with what was typed."""
    manager = require(request, "matching.see_queue")
    pair = pairs_to_decide(manager, [public_id]).first()
    form = DecisionForm(request.POST)
    if pair is None:
        return _gone(request, manager, form)
    status = _decide(manager, [pair], form)
    panel = _panel(manager, pair, None if status == HTTPStatus.OK else form)
    if is_fragment(request):
        done = _done(form) if status == HTTPStatus.OK else ""
        return _fragment(request, panel | {"done": done, "swap_row": True}, status)
    if status == HTTPStatus.OK:
        messages.success(request, _done(form))
        return redirect(f"{reverse('review-detail', args=[public_id])}?{request.GET.urlencode()}")
    return _page(request, _queue(request, manager) | panel, status=status)


@login_required
@require_POST
def review_decide(request: HttpRequest) -> HttpResponse:
    """Decide on all ticked pairs, or none of them."""
    manager = require(request, "matching.see_queue")
    pairs = list(pairs_to_decide(manager, [key for key in request.POST.getlist("pairs") if _is_uuid(key)]))
    form = BulkForm(request.POST, known=[str(pair.public_id) for pair in pairs])
    status = _decide(manager, pairs, form)
    if status != HTTPStatus.OK:
        ticked = {str(pair.public_id) for pair in pairs}
        return _page(request, _queue(request, manager) | {"bulk": form, "ticked": ticked}, status=status)
    messages.success(request, _done_in_bulk(form, len(pairs)))
    return redirect(f"{reverse('review')}?{request.GET.urlencode()}")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _decide(manager: User, pairs: list[Pair], form: DecisionForm) -> HTTPStatus:
    """Carry the form out; where that is refused, the form says why."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        decide_pairs(pairs, manager=manager, **form.values())
    except ValidationError as error:
        form.refuse(error)
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except MatchingError as error:
        form.refuse(ValidationError(str(error)))
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


def _done(form: DecisionForm) -> str:
    return str(DONE[Action(form.cleaned_data["action"])])


def _done_in_bulk(form: DecisionForm, count: int) -> str:
    text = ngettext("%(action)s: %(count)d pair.", "%(action)s: %(count)d pairs.", count)
    return text % {"action": Action(form.cleaned_data["action"]).label, "count": count}


def _queue(request: HttpRequest, manager: User) -> Context:
    form, cuts = QueueForm(request.GET, manager=manager), cuts_in_force()
    keys = keys_of(review_queue(manager, **form.criteria(), cuts=cuts))
    page = QueuePaginator(keys, PAGE).get_page(request.GET.get("page"))
    pairs, viewer = in_order(page.object_list, queue_rows(manager)), Viewer.of_side(manager.officer_side)
    profiles = profiles_in(pairs, viewer)
    views = present(pairs, viewer, evidence=False, profiles=profiles, cuts=cuts)
    read = {"form": form, "page": page, "views": views, "profiles": profiles, "cuts": cuts}
    return read | {"topics": topics_in_use(manager), "bulk": BulkForm()}


def _preview(manager: User, queue: Context) -> Context:
    """The panel of the first pair in the queue, of which only what its row lacks is read."""
    first = [view.pair for view in queue["views"][:1]]
    prefetch_related_objects(first, *OF_PANEL)
    return _shown(manager, first, DecisionForm(), profiles=queue["profiles"], cuts=queue["cuts"])


def _panel(manager: User, pair: Pair, form: DecisionForm | None = None) -> Context:
    """The evidence and the decisions of one pair, read anew."""
    return _shown(manager, for_panel(pair), form or DecisionForm())


def _shown(
    manager: User,
    pairs: Iterable[Pair],
    form: DecisionForm,
    *,
    profiles: Profiles | None = None,
    cuts: BandCuts | None = None,
) -> Context:
    views = present(pairs, Viewer.of_side(manager.officer_side), profiles=profiles, cuts=cuts)
    return {"view": views[0] if views else None, "decision": form}


def _gone(request: HttpRequest, manager: User, form: DecisionForm) -> HttpResponse:
    """A consent was withdrawn meanwhile, or there never was such a pair: the two read alike."""
    context = {"gone": True, "decision": form}
    if is_fragment(request):
        return _fragment(request, context, HTTPStatus.CONFLICT)
    return _page(request, _queue(request, manager) | context, status=HTTPStatus.CONFLICT)


def _fragment(request: HttpRequest, context: Context, status: int = HTTPStatus.OK) -> HttpResponse:
    return _answer(request, "matching/components/review_panel.html", context, status)


def _page(
    request: HttpRequest, context: Context, *, preview: bool = False, status: int = HTTPStatus.OK
) -> HttpResponse:
    return _answer(request, "matching/review.html", {"preview": preview, **context}, status)


def _answer(request: HttpRequest, template: str, context: Context, status: int) -> HttpResponse:
    response = render(request, template, {"query": request.GET.urlencode(), **context}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
