"""Invitations to offices: which one a key opens, whose account is meant, and what speaks against it."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from exchange.http.secret_links import digest_of
from exchange.people.models import Researcher, User
from exchange.people.rules.second_factor import has_second_factor
from exchange.people.selectors.profile import verified_addresses
from exchange.people.values.mail_domains import DEMO_DOMAIN, domain_of
from exchange.programmes.models import Agency, AgencyOfficer, OfficeInvitation
from exchange.programmes.models.agency import BOTH_SIDES


def invitations() -> QuerySet[OfficeInvitation]:
    return OfficeInvitation.objects.select_related("agency", "invited_by", "account").prefetch_related("programmes")


def invitation_with(key: str) -> OfficeInvitation | None:
    """The one whose mail had this key last, whatever became of it."""
    return invitations().filter(digest=digest_of(key)).first()


def invitations_to(user: User) -> QuerySet[OfficeInvitation]:
    """Those that the person accepted, and those to an address that is shown to be theirs."""
    return OfficeInvitation.objects.filter(
        Q(account=user) | Q(account__isnull=True, email__in=verified_addresses(user))
    )


def account_at(email: str) -> User | None:
    """Who has verified this very mailbox, in small or capital letters; else who merely goes by it."""
    alike = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user")
    verified = next((one for one in alike if one.email.lower() == email.lower()), None)
    return verified.user if verified else User.objects.at_address(email)


def signs_in_first(account: User | None) -> bool:
    """Whether the account belongs to somebody already: then the mailbox alone does not open it."""
    return account is not None and (bool(verified_addresses(account)) or has_second_factor(account))


def objections(agency: Agency, email: str, account: User | None) -> Iterator[str]:
    """Why nobody at this address can act for the agency; asked on inviting, and again on accepting."""
    if domain_of(email) == DEMO_DOMAIN and not settings.DEMO:
        yield _("The accounts of the demo have a public password: nobody of them gets an office here.")
    if account is None:
        return
    if not account.is_active:
        yield _("The account of this address is deactivated.")
    if AgencyOfficer.objects.filter(user=account, agency=agency).exists():
        yield _("This person has an office at this agency already. Give them programmes on the programme’s page.")
    if AgencyOfficer.objects.filter(user=account).exclude(agency__side=agency.side).exists():
        yield str(BOTH_SIDES)
    if Researcher.objects.filter(user=account).exclude(country__in=["", agency.side]).exists():
        yield _("This person’s profile is on the other side: nobody acts for an agency of the side they are not on.")
