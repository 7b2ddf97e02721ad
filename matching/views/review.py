"""*Match review*: a manager decides from one view."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from exchange.people.disclosure import Viewer
from exchange.people.models import User
from matching.enums import Action
from matching.forms import DecisionForm, QueueForm
from matching.models import Pair
from matching.selectors.pairs import present, with_details
from matching.selectors.review import pairs_to_decide, review_queue
from matching.services.decisions import decide_pairs
from matching.services.errors import MatchingError
from matching.views.access import pair_for, require

PAGE = 20


@login_required
def review(request: HttpRequest) -> HttpResponse:
    manager = require(request, "matching.see_queue")
    form = QueueForm(request.GET or None)
    filters = form.cleaned_data if form.is_bound and form.is_valid() else {}
    queue = review_queue(manager, **filters)
    page = Paginator(with_details(queue), PAGE).get_page(request.GET.get("page"))
    views = present(page.object_list, Viewer.of_side(manager.manager_side))
    return render(request, "matching/review.html", {"form": form, "page": page, "views": views})


@login_required
def review_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    pair = pair_for(request, public_id, "matching.decide_pair")
    manager = require(request, "matching.see_queue")
    (view,) = present(with_details(Pair.objects.filter(pk=pair.pk)), Viewer.of_side(manager.manager_side))
    template = (
        "matching/components/review_pair.html" if request.headers.get("HX-Request") else "matching/review_detail.html"
    )
    return render(request, template, {"view": view})


@login_required
@require_POST
def review_decide(request: HttpRequest) -> HttpResponse:
    manager = require(request, "matching.see_queue")
    pairs = _chosen(manager, request.POST.getlist("pairs"))
    form = DecisionForm(request.POST, known=[str(pair.public_id) for pair in pairs])
    if not form.is_valid():
        messages.error(request, _("Choose at least one pair that is still open to you, and an action."))
    else:
        _decide(request, manager, pairs, form)
    return redirect(_next(request))


def _chosen(manager: User, ids: list[str]) -> list[Pair]:
    return list(pairs_to_decide(manager, [key for key in ids if _is_uuid(key)]))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _decide(request: HttpRequest, manager: User, pairs: list[Pair], form: DecisionForm) -> None:
    action, reason, message = form.cleaned_data["action"], form.cleaned_data["reason"], form.cleaned_data["message"]
    try:
        count = decide_pairs(pairs, action=action, manager=manager, reason=reason, message=message)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except MatchingError as error:
        messages.error(request, str(error))
    else:
        text = ngettext("%(action)s: %(count)d pair.", "%(action)s: %(count)d pairs.", count)
        messages.success(request, text % {"action": Action(action).label, "count": count})


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "review"
