"""Which accounts may act at all: the one door of sessions and tokens."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef

from exchange.people.models import User


def account_in_force(pk: int) -> User | None:
    """The account with what it is to an agency, if it is active and has verified the address that it goes by.

    Whoever registered somebody else's address has nothing until it is verified, whichever way a session came to be.
    """
    own = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True, email__iexact=OuterRef("email"))
    return User.objects.with_officer_facts().filter(Exists(own), pk=pk, is_active=True).first()


def has_other_ways_in(user: User) -> bool:
    """Whether a linked account signs ``user`` in without a password."""
    return bool(SocialAccount.objects.filter(user=user).exists())
