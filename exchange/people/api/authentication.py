"""How a program signs in: with a token that its owner made, and within that token's scope."""

from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from exchange.http.limits import client_of
from exchange.people.enums import TokenScope, TokenState
from exchange.people.models import ApiToken, User
from exchange.people.rules.second_factor import has_second_factor
from exchange.people.rules.tokens import state_of
from exchange.people.selectors.account import account_in_force
from exchange.people.services.tokens import note_use


class RefusedTokenThrottle(SimpleRateThrottle):
    """How often one address may come with tokens that do not count; those that do are never counted."""

    scope = "anon"

    def get_cache_key(self, request: Request, view: object) -> str:
        return f"refused-token:{client_of(request)}"


class TokenRefused(AuthenticationFailed):
    """The token is known, and opens nothing."""


class ScopedTokenAuthentication(TokenAuthentication):
    """A token stands for its owner under the rules of their sessions, so no view can forget its scope."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        try:
            found: tuple[User, ApiToken] | None = super().authenticate(request)  # type: ignore[no-untyped-call]
        except (AuthenticationFailed, UnicodeDecodeError) as error:
            throttle = RefusedTokenThrottle()
            if not throttle.allow_request(request, None):  # type: ignore[arg-type]  # no view is asked
                raise Throttled(throttle.wait()) from error
            if isinstance(error, TokenRefused):
                raise
            raise AuthenticationFailed(_("There is no such API token.")) from error
        if found is not None:
            _check_scope(found[1], request)
            note_use(found[1])
        return found

    def validate_user(self, auth_token: ApiToken) -> tuple[User, ApiToken]:
        user = account_in_force(auth_token.user_id)
        if user is None:
            raise TokenRefused(_("The account of this API token is not active, or its address is not verified."))
        state = state_of(auth_token, user, has_factor=has_second_factor(user))
        if state != TokenState.VALID:
            raise TokenRefused(_("This API token no longer works: %(why)s") % {"why": state.label})
        return user, auth_token

    def _cleanup_token(self, auth_token: ApiToken) -> bool:
        """The library would delete what has expired; here it stays in its owner's list, and is refused above."""
        return False


def _check_scope(token: ApiToken, request: Request) -> None:
    if token.scope == TokenScope.READ and request.method not in SAFE_METHODS:
        raise PermissionDenied(_("This API token may only read."))
