"""Making, using and ending API tokens."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from exchange.people.enums import TokenLifetime, TokenScope
from exchange.people.models import ApiToken, User

MOST_ALIVE = 20
# A use is a line of the list, not a log.
USE_IS_NOTED_EVERY = timedelta(hours=1)


@transaction.atomic
def make_token(
    user: User, *, name: str, scope: TokenScope, lifetime: TokenLifetime, by_second_factor: bool
) -> tuple[ApiToken, str]:
    """The token and what is shown of it this once. Raises ``ValidationError`` for one too many or a name in use.

    It carries the access that ``user`` was read with: if that has ended meanwhile, the token is born dead.
    """
    User.objects.select_for_update().get(pk=user.pk)
    alive = ApiToken.objects.alive(user)
    if alive.count() >= MOST_ALIVE:
        raise ValidationError(
            _("You have %(most)d tokens, the most there can be. Revoke one first."), "most", {"most": MOST_ALIVE}
        )
    if alive.filter(name=name).exists():
        raise ValidationError({"name": _("Another of your tokens has this name.")})
    digest, secret = get_digest_token()
    token = ApiToken(
        user=user,
        digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
        name=name,
        scope=scope,
        by_second_factor=by_second_factor,
        access_since=user.access_since,
        expiry=timezone.now() + timedelta(days=TokenLifetime(lifetime)),
    )
    token.full_clean()
    token.save()
    return token, secret


def revoke_token(token: ApiToken) -> bool:
    """End the token for good. False where it was revoked already."""
    return bool(ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()))


def note_use(token: ApiToken) -> None:
    """So that its owner sees which tokens are idle; once in a while, since it writes."""
    now = timezone.now()
    is_due = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_IS_NOTED_EVERY)
    if token.last_used_at is None or token.last_used_at <= now - USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(is_due, pk=token.pk).update(last_used_at=now)
