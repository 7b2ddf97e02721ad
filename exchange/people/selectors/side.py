"""What speaks for the side that a person says they are on: verified addresses, ORCID, an officer's decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side, SideGround, SideOutcome
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.models.orcid import ORCID
from exchange.people.models.side import side_confirmed, side_decided
from exchange.people.selectors.offices import Office, offices_on
from exchange.people.selectors.profile import verified_addresses
from exchange.people.values.mail_domains import and_above, can_speak_for_organisation, domain_of
from exchange.people.values.orcid_record import attested_employers

UNCONFIRMED = _("Your side is not confirmed yet. Your profile says how to have it confirmed.")


class Standing(models.TextChoices):
    """Where a person stands with their side."""

    NO_ORGANISATION = "no_organisation", _("No organisation")
    ELSEWHERE = "elsewhere", _("Neither in Korea nor in the United States")
    WAITING = "waiting", _("Not confirmed yet")
    REFUSED = SideOutcome.REFUSED.value, _("Refused")
    CONFIRMED = SideOutcome.CONFIRMED.value, _("Confirmed")


@dataclass(frozen=True)
class SideStanding:
    """``domains``: an address in one of them, verified, confirms the side at once.

    ``decided_by``: whose office decided, where an officer did; ``offices``: who decides on this side.
    """

    standing: Standing
    side: Side | None
    organisation: Organisation | None
    decision: SideDecision | None
    domains: tuple[str, ...]
    decided_by: tuple[Office, ...]
    offices: tuple[Office, ...]


def decision_in_force(researcher: Researcher) -> SideDecision | None:
    """On the side that the person is on now."""
    decisions = SideDecision.objects.in_force().filter(researcher=researcher, side=researcher.country)
    found: SideDecision | None = decisions.select_related("organisation", "decided_by").first()
    return found


def confirmed_side(researcher: Researcher) -> Side | None:
    """The side on which the person acts; nobody acts on one that is merely said."""
    confirmed = Researcher.objects.filter(side_confirmed(), pk=researcher.pk).values_list("country", flat=True).first()
    return Side(confirmed) if confirmed else None


def standing_of(researcher: Researcher) -> SideStanding:
    decision = decision_in_force(researcher)
    organisation = researcher.organisation
    return SideStanding(
        standing=_standing(researcher, decision),
        side=researcher.side,
        organisation=organisation,
        decision=decision,
        domains=tuple(filter(can_speak_for_organisation, organisation.domains)) if organisation else (),
        decided_by=offices_of(decision),
        offices=offices_on(researcher.country),
    )


def offices_of(decision: SideDecision | None) -> tuple[Office, ...]:
    """For which agency the officer decided; empty where no officer did, or none who still acts for one."""
    by = decision.decided_by if decision else None
    return offices_on(decision.side, by) if decision and by else ()


def _standing(researcher: Researcher, decision: SideDecision | None) -> Standing:
    if decision is not None:
        return Standing(decision.outcome)
    if researcher.side:
        return Standing.WAITING
    return Standing.ELSEWHERE if researcher.organisation else Standing.NO_ORGANISATION


def evidence_for(researcher: Researcher) -> tuple[SideGround, str] | None:
    """What confirms the side without anybody's decision, and its domain or iD; ``None`` where nothing does."""
    organisation, user = researcher.organisation, researcher.user
    if organisation is None or user is None or organisation.country != researcher.country:
        return None
    if domain := _domain_at(organisation, user):
        return SideGround.ADDRESS, domain
    return next(((SideGround.ORCID, uid) for uid in _attested(organisation, user)), None)


def was_refused_despite(researcher: Researcher, *, ground: SideGround, reason: str) -> bool:
    """Whether the last word of an officer, at the organisation of now, refused what rested on this very evidence before.

    Looking at it once more, asking again, or leaving and coming back makes it no stronger: another officer's word does.
    """
    here = SideDecision.objects.filter(
        researcher=researcher, side=researcher.country, organisation=researcher.organisation_id
    )
    last = here.filter(ground=SideGround.OFFICER).order_by("-pk").first()
    if last is None or last.outcome != SideOutcome.REFUSED:
        return False
    return here.filter(pk__lt=last.pk, outcome=SideOutcome.CONFIRMED, ground=ground, reason=reason).exists()


def _domain_at(organisation: Organisation, user: User) -> str:
    """The domain of the organisation in which the person has verified an address.

    Where it, or one closer to the address, is also that of an organisation of the other side, it tells no side.
    """
    ways = [and_above(domain) for domain in map(domain_of, verified_addresses(user)) if domain]
    owners = _sides_by_domain({domain for way in ways for domain in way})
    own = set(organisation.domains)
    for way in ways:
        known = [domain for domain in way if domain in owners]
        found = next((domain for domain in known if domain in own), "")
        if found and all(owners[domain] == {organisation.country} for domain in {known[0], found}):
            return found
    return ""


def _sides_by_domain(domains: set[str]) -> dict[str, set[str]]:
    candidates = sorted(filter(can_speak_for_organisation, domains))
    sides: dict[str, set[str]] = {}
    for country, owned in Organisation.objects.filter(domains__overlap=candidates).values_list("country", "domains"):
        for domain in set(candidates) & set(owned):
            sides.setdefault(domain, set()).add(country)
    return sides


def _attested(organisation: Organisation, user: User) -> list[str]:
    accounts = SocialAccount.objects.filter(user=user, provider=ORCID).values_list("uid", "extra_data")
    return [uid for uid, record in accounts if organisation.ror_id in attested_employers(record)]


@dataclass(frozen=True)
class Claim:
    """A person who waits, and what speaks for the side they say. Of addresses only the domain is told.

    ``refused_before``: the last refusal, at the same organisation, that the person asked to be looked at again.
    """

    researcher: Researcher
    address_domains: tuple[str, ...]
    orcid_is_authenticated: bool
    decision: SideDecision | None
    refused_before: SideDecision | None

    @property
    def organisation_domains(self) -> list[str]:
        return self.researcher.organisation.domains if self.researcher.organisation else []

    @property
    def outcomes(self) -> list[SideOutcome]:
        """What an officer may decide: not once more what an officer has said."""
        return [one for one in SideOutcome if not (self.decision and self.decision.is_settled_as(one))]


def waiting_on(side: str) -> QuerySet[Researcher]:
    """Who says to be on ``side``, has verified an address, and has no decision; who came first stands first."""
    verified = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
    people: QuerySet[Researcher] = Researcher.objects.filter(
        ~side_decided(), Exists(verified), country=side, user__is_active=True
    )
    return people.order_by("created_at", "pk")


def refused_on(side: str) -> QuerySet[Researcher]:
    refused: QuerySet[Researcher] = Researcher.objects.filter(~side_confirmed(), side_decided(), country=side)
    return refused.order_by("created_at", "pk")


def claims_of(people: Iterable[Researcher]) -> list[Claim]:
    """In their order and a constant number of queries."""
    rows = list(people)
    decisions = SideDecision.objects.filter(Q(ended_at__isnull=True) | ~Q(asked_again=""))
    prefetch_related_objects(
        rows,
        "organisation",
        Prefetch("user__emailaddress_set", EmailAddress.objects.filter(verified=True).order_by("pk")),
        Prefetch("user__socialaccount_set", SocialAccount.objects.filter(provider=ORCID).order_by("pk")),
        Prefetch("side_decisions", decisions.select_related("decided_by")),
    )
    return [_claim(person) for person in rows]


def _claim(person: Researcher) -> Claim:
    user: Any = person.user  # what allauth relates to it is not among its types
    addresses: Iterable[EmailAddress] = user.emailaddress_set.all() if user else ()
    accounts: Iterable[SocialAccount] = user.socialaccount_set.all() if user else ()
    decisions = [row for row in person.side_decisions.all() if row.side == person.country]
    return Claim(
        researcher=person,
        address_domains=tuple(dict.fromkeys(domain_of(address.email) for address in addresses)),
        orcid_is_authenticated=bool(person.orcid) and any(account.uid == person.orcid for account in accounts),
        decision=next((row for row in decisions if row.ended_at is None), None),
        refused_before=next((row for row in decisions if _was_asked_again(row, person)), None),
    )


def _was_asked_again(decision: SideDecision, person: Researcher) -> bool:
    return bool(decision.asked_again) and decision.organisation_id == person.organisation_id
