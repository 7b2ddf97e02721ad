"""Introductions: each party accepts or declines; both accepted, contact details open."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.disclosure import Viewer, disclose_all
from exchange.people.views.access import own_researcher, signed_in
from matching.enums import IntroductionList, Reply
from matching.forms import IntroductionForm
from matching.models import Pair
from matching.selectors.introductions import introduced_rows, list_shown, listed_introductions, lists_of
from matching.selectors.pairs import in_order, keys_of, present, with_details
from matching.services.errors import MatchingError
from matching.services.introductions import reply_to_introduction
from matching.views.access import introduction_for

PAGE = 20


@login_required
def introduction_list(request: HttpRequest) -> HttpResponse:
    user, researcher = signed_in(request), own_researcher(request)
    shown = list_shown(user, researcher, request.GET.get("list", ""))
    form = IntroductionForm(request.GET, is_manager=shown == IntroductionList.FOLLOWED)
    listed = listed_introductions(user, researcher, shown=shown, criteria=form.criteria())
    page = Paginator(keys_of(listed.pairs), PAGE).get_page(request.GET.get("page"))
    rows = in_order(page.object_list, introduced_rows())
    context = {
        "form": form,
        "page": page,
        "views": present(rows, listed.viewer, own=researcher, evidence=False),
        "listed": listed,
        "lists": lists_of(user, researcher),
        "is_filtered": any(form.criteria().values()),
    }
    return render(request, "matching/introduction_list.html", context)


@login_required
def introduction_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction, researcher = introduction_for(request, public_id)
    views = present(with_details(Pair.objects.filter(pk=introduction.pair_id)), Viewer.of(request.user), own=researcher)
    if not views:
        raise Http404
    context = {
        "introduction": introduction,
        "view": views[0],
        "reply": introduction.reply_of(researcher),
        "pending": introduction.reply_of(researcher) == Reply.PENDING,
        "contacts": disclose_all(
            [party for party in introduction.pair.parties if party != researcher], Viewer.of(request.user)
        ),
    }
    return render(request, "matching/introduction_detail.html", context)


@login_required
@require_POST
def introduction_reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    introduction, researcher = introduction_for(request, public_id)
    reply = request.POST.get("reply", "")
    if reply not in {Reply.ACCEPTED, Reply.DECLINED}:
        messages.error(request, _("Choose to accept or to decline."))
        return redirect("introduction-detail", public_id)
    try:
        reply_to_introduction(introduction, researcher=researcher, reply=Reply(reply))
    except MatchingError as error:
        messages.error(request, str(error))
    return redirect("introduction-detail", public_id)
