"""What is left of a sign-up once somebody else turns out to have the mailbox."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from exchange.people.models import User


@transaction.atomic
def forget_sign_up(user: User) -> None:
    """No way in that was set before the address was proven opens the account: it may be a stranger's."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    SocialAccount.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
