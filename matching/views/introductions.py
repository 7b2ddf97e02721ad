"""Introductions: each party accepts or declines; both accepted, contact details open."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.disclosure import Viewer, disclose_all
from exchange.people.views.profile import signed_in
from matching.enums import Reply
from matching.models import Introduction, Pair
from matching.selectors.introductions import introductions_followed_by, introductions_of
from matching.selectors.pairs import present, with_details
from matching.services.errors import MatchingError
from matching.services.introductions import reply_to_introduction
from matching.views.access import introduction_for, own_researcher


@login_required
def introduction_list(request: HttpRequest) -> HttpResponse:
    researcher = own_researcher(request)
    user = signed_in(request)
    if user.is_manager:
        viewer, introductions = Viewer.of_side(user.manager_side), introductions_followed_by(user)
    else:
        viewer = Viewer.of(request.user)
        introductions = introductions_of(researcher) if researcher else Introduction.objects.none()
    rows = list(introductions[:200])
    people = {person.pk: person for row in rows for person in row.pair.parties}
    names = {profile.public_id: profile.name for profile in disclose_all(people.values(), viewer)}
    return render(request, "matching/introduction_list.html", {"rows": rows, "names": names, "own": researcher})


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
