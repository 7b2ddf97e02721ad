"""What stands before every page: when a session was last in use, and a second factor for managers and staff."""

import hashlib
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.middleware import UserSessionsMiddleware
from django.conf import settings
from django.contrib import messages
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils.translation import gettext as _

from exchange.people.rules.second_factor import lacks_second_factor

# Signing out, changing language, and what setting up a factor itself needs: its own pages, confirming the password,
# verifying the address; and what becomes of one's data.
OPEN_NAMES = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_email",
        "account_email_verification_sent",
        "account_confirm_email",
        "set_language",
        "privacy",
        "privacy-agree",
        "privacy-version",
        "unsubscribe",
        "unsubscribe-undo",
    }
)
OPEN_PREFIX = "mfa_"


def _is_open(path: str) -> bool:
    if path.startswith(settings.STATIC_URL):
        return True
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return False
    return name in OPEN_NAMES or name.startswith(OPEN_PREFIX)


class ActivityMiddleware(UserSessionsMiddleware):
    """Notes for the list of sessions that one is in use: once a minute, since it writes; another client at once."""

    SECONDS = 60

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = super().__call__(request) if self._is_due(request) else self.get_response(request)
        return answer

    def _is_due(self, request: HttpRequest) -> bool:
        if not request.session.session_key or not request.user.is_authenticated:
            return False
        client = (request.session.session_key, request.headers.get("User-Agent", ""), _address_of(request))
        key = hashlib.sha256("\0".join(client).encode()).hexdigest()
        return bool(caches["process"].add(f"in-use:{key}", True, self.SECONDS))


def _address_of(request: HttpRequest) -> str:
    return str(get_adapter().get_client_ip(request))


class SecondFactorMiddleware:
    """Stands behind authentication and messages. ``REQUIRE_SECOND_FACTOR`` is off in the demo only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_missing(request) or _is_open(request.path_info):
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            return JsonResponse({"detail": _("Set up a second factor before you use the API.")}, status=403)
        messages.warning(
            request, _("Your role needs a second factor. Set one up here; everything else opens right after.")
        )
        return redirect("mfa_index")

    def _is_missing(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and lacks_second_factor(request.user)
