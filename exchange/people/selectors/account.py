"""Which accounts may act at all, the one door of sessions and tokens; and what an account still lacks."""

from dataclasses import dataclass
from functools import cache

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject, Lower

from exchange.people.enums import SideOutcome
from exchange.people.models import Researcher, SideDecision, User
from exchange.people.selectors.consent import consents_across, consents_to_less
from exchange.people.selectors.privacy import notices_to_agree_to
from exchange.people.selectors.profile import researcher_of


def administrators() -> "QuerySet[User]":
    """Of whom ``rules.administration.administers`` is true."""
    return User.objects.filter(is_active=True, is_staff=True, is_superuser=True).order_by("pk")


def account_in_force(pk: int) -> User | None:
    """The account with what it is to an agency, if it is active and has verified the address that it goes by.

    Whoever registered somebody else's address has nothing until it is verified, whichever way a session came to be.
    """
    return _accounts_in_force().filter(pk=pk).first()


@cache
def _accounts_in_force() -> "QuerySet[User]":
    """Put together once, since every request asks; a copy of it is read, never itself."""
    own = EmailAddress.objects.alias(folded=Lower("email")).filter(
        user=OuterRef("pk"), verified=True, folded=Lower(OuterRef("email"))
    )
    accounts: QuerySet[User] = User.objects.with_officer_facts().filter(Exists(own), is_active=True)
    return accounts


@dataclass(frozen=True, slots=True)
class Lacking:
    """What an account and its profile still lack; of the profile nothing while there is none."""

    is_asked_to_agree: bool
    address: dict[str, str] | None
    """The first address that is not verified: ``pk`` and ``email``."""
    is_side_unconfirmed: bool
    is_consent_missing: bool
    is_consent_to_less: bool
    """Agreed to a text without projects, which therefore are not passed on, while a newer text names them."""


def lacking(user: User) -> Lacking:
    """In one query, since every start page asks."""
    researcher = researcher_of(user)
    typed = EmailAddress.objects.filter(user=user, verified=False).order_by("pk")
    facts = User.objects.filter(pk=user.pk).values_list(
        Exists(notices_to_agree_to(user)),
        Subquery(typed.values(found=JSONObject(pk="pk", email="email"))[:1]),
        Exists(_confirmations_of(researcher)) if researcher else Value(True),
        Exists(consents_across(researcher)) if researcher else Value(True),
        Exists(consents_to_less(researcher)) if researcher else Value(False),
    )
    is_asked, address, is_confirmed, is_shown_across, is_to_less = facts.get()
    return Lacking(
        is_asked_to_agree=is_asked,
        address=address,
        is_side_unconfirmed=bool(researcher and researcher.side and not is_confirmed),
        is_consent_missing=bool(researcher and researcher.is_listed and not is_shown_across),
        is_consent_to_less=bool(researcher and researcher.is_listed and is_to_less),
    )


def _confirmations_of(researcher: Researcher) -> "QuerySet[SideDecision]":
    return SideDecision.objects.in_force().filter(
        researcher=researcher, side=researcher.country, outcome=SideOutcome.CONFIRMED
    )


def has_other_ways_in(user: User) -> bool:
    """Whether a linked account signs ``user`` in without a password."""
    return bool(SocialAccount.objects.filter(user=user).exists())
