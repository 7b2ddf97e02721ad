"""A person's tokens, as the settings show them."""

from dataclasses import dataclass

from exchange.people.enums import TokenState
from exchange.people.models import ApiToken, User
from exchange.people.rules.second_factor import has_second_factor
from exchange.people.rules.tokens import state_of

MOST_ENDED = 20


@dataclass(frozen=True)
class OwnToken:
    token: ApiToken
    state: TokenState

    @property
    def is_valid(self) -> bool:
        return self.state == TokenState.VALID


def own_tokens(user: User) -> list[OwnToken]:
    """All that may open something, then the newest of those that have ended."""
    alive = list(ApiToken.objects.alive(user))
    ended = ApiToken.objects.filter(user=user).exclude(pk__in=[token.pk for token in alive])[:MOST_ENDED]
    has_factor = has_second_factor(user)
    return [OwnToken(token, state_of(token, user, has_factor=has_factor)) for token in [*alive, *ended]]
