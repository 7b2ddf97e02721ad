"""The first administrator: made once, by whoever runs the server."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.http.addresses import own_address
from exchange.http.secret_links import digest_of, new_key, opens
from exchange.people.models import User
from exchange.people.selectors.account import administrators
from exchange.web.models import Installation


class AlreadyAdministered(ValidationError):
    """Somebody else was quicker, or there was an administrator all along."""


@transaction.atomic
def new_setup_link() -> str:
    """The first-run page with a new key; the former one opens nothing. Empty where somebody administers this."""
    installation = Installation.objects.locked()
    if administrators().exists():
        return ""
    key = new_key()
    installation.setup_digest = digest_of(key)
    installation.save()
    return own_address(reverse("setup-begin", args=[key]))


def opens_setup(key: str) -> bool:
    """Only while there is no administrator."""
    digest = Installation.objects.values_list("setup_digest", flat=True).first() or ""
    return opens(key, digest) and not administrators().exists()


@transaction.atomic
def make_first_administrator(*, email: str, password: str, name: str, language: str, time_zone: str) -> User:
    """Whoever has the key, or the server's shell, answers for the address. Raises ``ValidationError``."""
    installation = Installation.objects.locked()
    if administrators().exists():
        raise AlreadyAdministered(_("There is an administrator already. Nothing was changed."))
    user = User(email=email.strip().lower(), name=name.strip(), language=language, time_zone=time_zone)
    user.is_staff = user.is_superuser = True
    user.set_password(password)
    user.full_clean()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    installation.setup_digest = ""
    installation.save()
    return User.objects.get(pk=user.pk)
