"""*Which call fits me* and *Find a co-PI*."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from exchange.people.selectors.profile import completeness
from exchange.people.views.access import own_researcher
from exchange.programmes.views.access import call_for
from matching.enums import Band
from matching.selectors.calls import calls_for, own_drafts, partners_for
from matching.selectors.subjects import last_start
from matching.selectors.suggestions import why_empty
from matching.views.access import asks_for_weaker

PAGE = 10


@login_required
def calls_for_me(request: HttpRequest) -> HttpResponse:
    researcher, since = own_researcher(request), last_start()
    fits = calls_for(researcher) if researcher else []
    context = {
        "fits": fits,
        "weaker": [fit for fit in fits if fit.band == Band.WEAK],
        "why": "" if any(fit.meetings for fit in fits) else why_empty(researcher, filtered=False, since=since),
        "has_profile": researcher is not None,
    }
    return render(request, "matching/calls_for_me.html", context)


@login_required
def call_partners(request: HttpRequest, public_id: UUID) -> HttpResponse:
    call, researcher, since = call_for(request, public_id), own_researcher(request), last_start()
    if not call.is_public or researcher is None:
        raise Http404
    fits, are_weaker = partners_for(researcher, call), asks_for_weaker(request)
    weaker = [fit for fit in fits if fit.view.band == Band.WEAK]
    close = [fit for fit in fits if fit.view.band != Band.WEAK]
    page = Paginator(weaker if are_weaker else close, PAGE).get_page(request.GET.get("page"))
    context = {
        "call": call,
        "page": page,
        "weaker": 0 if are_weaker else len(weaker),
        "are_weaker": are_weaker,
        "drafts": own_drafts(researcher, call),
        "why": "" if fits else why_empty(researcher, filtered=False, since=since),
        "completeness": completeness(researcher),
    }
    return render(request, "matching/call_partners.html", context)
