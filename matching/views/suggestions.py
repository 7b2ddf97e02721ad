"""*Suggested for me*."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.disclosure import Viewer
from exchange.people.selectors.profile import completeness
from matching.forms import ReactionForm
from matching.models import Pair
from matching.selectors.pairs import present, with_details
from matching.selectors.suggestions import suggestions_for
from matching.services.reactions import react
from matching.views.access import own_researcher, pair_for

PAGE = 10


@login_required
def suggestion_list(request: HttpRequest) -> HttpResponse:
    researcher = own_researcher(request)
    if researcher is None:
        return redirect("onboarding")
    viewer = Viewer.of(request.user)
    page = Paginator(with_details(suggestions_for(researcher, viewer)), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "suggestions": present(page.object_list, viewer, own=researcher),
        "completeness": completeness(researcher),
        "form": ReactionForm(),
    }
    return render(request, "matching/suggestion_list.html", context)


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
    messages.success(request, _("Noted. The next run takes it into account."))
    return redirect("suggestion-list")


def _detail(request: HttpRequest, pair: Pair, form: ReactionForm) -> HttpResponse:
    pairs = with_details(Pair.objects.filter(pk=pair.pk))
    views = present(pairs, Viewer.of(request.user), own=own_researcher(request))
    if not views:
        raise Http404
    status = 422 if form.is_bound else 200
    return render(request, "matching/suggestion_detail.html", {"view": views[0], "form": form}, status=status)
