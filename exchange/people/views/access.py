"""Who asks: what a page needs before it can begin."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from exchange.people.models import Researcher, User
from exchange.people.rules.second_factor import has_second_factor

View = Callable[..., HttpResponse]


def signed_in(request: HttpRequest) -> User:
    """The account behind a page that demands one."""
    assert request.user.is_authenticated  # noqa: S101  (login_required stands before it)
    return request.user


def own_researcher(request: HttpRequest) -> Researcher | None:
    """The signed-in person's profile, or ``None`` before there is one."""
    return Researcher.objects.filter(user=signed_in(request)).select_related("organisation").first()


def shown_again(view: View) -> View:
    """A page for whoever has shown within the last minutes that it is them: by the second factor where there is one.

    allauth asks, and then goes on with what was sent.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = signed_in(request)
        if not get_adapter().get_reauthentication_methods(user):
            messages.warning(request, _("Set a password or a second factor first, to show that it is you."))
            return redirect("account_set_password")
        if not _was_shown_lately(request, user):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def _was_shown_lately(request: HttpRequest, user: User) -> bool:
    shown = [one for one in get_authentication_records(request, user) if one.get("reauthenticated")]
    if has_second_factor(user):
        shown = [one for one in shown if one["method"] == "mfa"]
    return bool(shown) and time.time() - shown[-1]["at"] < REAUTHENTICATION_TIMEOUT
