"""*Suggested for me*."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.disclosure import Viewer
from exchange.people.selectors.profile import completeness
from exchange.people.views.access import own_researcher
from matching.enums import Opinion
from matching.forms import ReactionForm, SuggestionForm
from matching.models import Pair
from matching.selectors.pairs import present, with_details
from matching.selectors.subjects import last_start
from matching.selectors.suggestions import People, people_suggested, why_empty
from matching.services.reactions import react, withdraw_reaction
from matching.views.access import asks_for_weaker, is_fragment, pair_for

PAGE = 10


@login_required
def suggestion_list(request: HttpRequest) -> HttpResponse:
    researcher, viewer = own_researcher(request), Viewer.of(request.user)
    since = last_start()
    form = SuggestionForm(request.GET)
    criteria = form.criteria()
    people = people_suggested(researcher, viewer, **criteria) if researcher else People.nobody()
    shown = _shown(people, form, weaker=asks_for_weaker(request))
    page = Paginator(shown["keys"], PAGE).get_page(request.GET.get("page"))
    views = people.present(page.object_list, viewer, own=researcher) if researcher else []
    context = {
        "filters": form,
        "page": page,
        "suggestions": views,
        "form": ReactionForm(),
        "query": request.GET.urlencode(),
        **shown,
    }
    if not people.others:
        context |= {
            "why": why_empty(researcher, filtered=bool(criteria), since=since),
            "completeness": completeness(researcher),
        }
    return render(request, "matching/suggestion_list.html", context)


def _shown(people: People, form: SuggestionForm, *, weaker: bool) -> dict[str, Any]:
    """Weaker ones are folded away, unless they are asked for or were answered, which is to be found again."""
    if form.criteria().get("reaction") in set(Opinion):
        return {"keys": people.all, "weaker": 0, "are_weaker": False}
    if weaker:
        return {"keys": people.weaker, "weaker": 0, "are_weaker": True}
    return {"keys": people.close, "weaker": len(people.weaker), "are_weaker": False}


@login_required
def suggestion_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    pair = pair_for(request, public_id, "matching.see_pair")
    return _detail(request, pair, ReactionForm())


@login_required
@require_POST
def suggestion_react(request: HttpRequest, public_id: UUID) -> HttpResponse:
    pair = pair_for(request, public_id, "matching.react_pair")
    researcher = own_researcher(request)
    form = ReactionForm(request.POST)
    if researcher is None or not form.is_valid():
        return _detail(request, pair, form)
    try:
        react(pair, researcher=researcher, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _detail(request, pair, form)
    return _reacted(request, pair, _("Noted. The next run takes it into account."))


@login_required
@require_POST
def suggestion_undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    pair = pair_for(request, public_id, "matching.react_pair")
    researcher = own_researcher(request)
    if researcher is not None:
        withdraw_reaction(pair, researcher=researcher)
    return _reacted(request, pair, _("Your answer is taken back."))


def _reacted(request: HttpRequest, pair: Pair, text: str) -> HttpResponse:
    if is_fragment(request):
        return _detail(request, pair, ReactionForm())
    messages.success(request, text)
    return redirect(f"{reverse('suggestion-list')}?{request.GET.urlencode()}")


def _detail(request: HttpRequest, pair: Pair, form: ReactionForm) -> HttpResponse:
    """The whole page, or only what was answered, for htmx."""
    pairs = with_details(Pair.objects.filter(pk=pair.pk))
    views = present(pairs, Viewer.of(request.user), own=own_researcher(request))
    if not views:
        raise Http404
    template = "components/reaction.html" if is_fragment(request) else "suggestion_detail.html"
    context = {"view": views[0], "form": form, "query": request.GET.urlencode()}
    response = render(request, f"matching/{template}", context, status=422 if form.is_bound else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
