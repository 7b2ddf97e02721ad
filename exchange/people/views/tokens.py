"""One's API tokens: made, looked at and revoked here alone, so that no token makes another."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.people.forms.tokens import TokenForm
from exchange.people.models import ApiToken
from exchange.people.rules.second_factor import has_second_factor
from exchange.people.selectors.tokens import own_tokens
from exchange.people.services.tokens import make_token, revoke_token
from exchange.people.views.access import shown_again, signed_in


@login_required
def token_list(request: HttpRequest) -> HttpResponse:
    return render(request, "people/token_list.html", {"tokens": own_tokens(signed_in(request))})


@never_cache
@shown_again
def token_add(request: HttpRequest) -> HttpResponse:
    """The token stands in the answer itself: it is kept nowhere, not even in the session."""
    form = TokenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/token_add.html", {"form": form}, status=422 if form.is_bound else 200)
    user = signed_in(request)
    try:
        token, secret = make_token(user, **form.chosen(), by_second_factor=has_second_factor(user))
    except ValidationError as error:
        form.add_error(None, error)
        return render(request, "people/token_add.html", {"form": form}, status=422)
    return render(request, "people/token_made.html", {"token": token, "secret": secret})


@shown_again
def token_revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    token = get_object_or_404(ApiToken, user=signed_in(request), public_id=public_id, revoked_at__isnull=True)
    if request.method != "POST":
        return render(request, "people/token_revoke.html", {"token": token})
    revoke_token(token)
    messages.success(request, _("The token is revoked."))
    return redirect("token-list")
