"""Whether a token opens anything: asked at every use, and told to its owner in the same words."""

from django.utils import timezone

from exchange.people.enums import TokenState
from exchange.people.models import ApiToken, User
from exchange.people.rules.second_factor import must_have_second_factor


def state_of(token: ApiToken, user: User, *, has_factor: bool) -> TokenState:
    """``user`` is the owner as of now, ``has_factor`` whether a second factor is set up."""
    if token.revoked_at is not None:
        return TokenState.REVOKED
    if token.access_since != user.access_since:
        return TokenState.ENDED
    if token.expiry <= timezone.now():
        return TokenState.EXPIRED
    if _goes_around_factor(token, user, has_factor=has_factor):
        return TokenState.WITHOUT_FACTOR
    return TokenState.VALID


def _goes_around_factor(token: ApiToken, user: User, *, has_factor: bool) -> bool:
    """Whether the token would open what its owner opens with a second factor alone."""
    if has_factor:
        return not token.by_second_factor
    return must_have_second_factor(user)
