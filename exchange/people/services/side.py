"""Confirming, refusing and ending the side of a person. What they say themselves opens nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.stale import Stale
from exchange.people.enums import SideGround, SideOutcome
from exchange.people.models import ConsentRecord, Organisation, Researcher, SideDecision, User
from exchange.people.selectors.side import decision_in_force, evidence_for, was_refused_despite
from exchange.people.services import listeners
from exchange.people.services.consent import withdraw_consent

NOT_THEIRS = _("Officers decide on people of their own side, and never on themselves.")
DECIDED = _(
    "Nothing was changed, because a decision has already been made: %(decision)s. Now that you have read it you "
    "can reverse it, giving a reason of your own."
)
NO_LONGER = _("Nothing was changed, because the decision you read is no longer in force.")
NOT_REFUSED = _("Only a refusal that is in force can be looked at again.")


@dataclass(frozen=True)
class Workplace:
    """Where a person says they work, and on which side that is."""

    organisation: int | None
    side: str

    @classmethod
    def of(cls, researcher: Researcher) -> "Workplace":
        return cls(researcher.organisation_id, researcher.country)


def _locked(pk: int) -> Researcher:
    """Two who decide on one person come one after the other."""
    locked: Researcher = (
        Researcher.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=pk)
    )
    return locked


def saved_workplace(pk: int) -> Workplace:
    """As the database has it, held until the transaction ends; asked before a change, for :func:`follow_move`."""
    return Workplace.of(_locked(pk))


@transaction.atomic
def follow_move(researcher: Researcher, *, before: Workplace) -> None:
    """End what rested on the former place of work, by whichever door it was changed.

    A consent was given by a member of one side: it follows to no other, and does not return with them either.
    """
    now = Workplace.of(researcher)
    if now == before:
        return
    for decision in SideDecision.objects.in_force().filter(researcher=researcher):
        if Workplace(decision.organisation_id, decision.side) != now:
            _end(decision)
    if now.side != before.side:
        _end_consents(researcher)
        if before.side:
            listeners.tell_of_change(researcher, before.side)
    confirm_by_evidence(researcher)


def _end(decision: SideDecision) -> None:
    decision.ended_at = timezone.now()
    decision.save(update_fields=["ended_at"])
    Researcher.objects.filter(pk=decision.researcher_id).touch()


def _end_consents(researcher: Researcher) -> None:
    in_force = ConsentRecord.objects.filter(researcher=researcher, withdrawn_at__isnull=True)
    for country in in_force.values_list("recipient_country", flat=True):
        withdraw_consent(researcher, country=country)


@transaction.atomic
def confirm_by_evidence(researcher: Researcher) -> SideDecision | None:
    """Confirm the side at once where a verified address or ORCID speaks for it; return the decision in force.

    Not where an officer refused what rested on the same before.
    """
    current = _locked(researcher.pk)
    in_force = decision_in_force(current)
    if in_force is not None and in_force.outcome == SideOutcome.CONFIRMED:
        return in_force
    evidence = evidence_for(current)
    if evidence is None:
        return in_force
    ground, reason = evidence
    if was_refused_despite(current, ground=ground, reason=reason):
        return in_force
    return _decide(current, outcome=SideOutcome.CONFIRMED, ground=ground, reason=reason)


@transaction.atomic
def look_without(orcid: str, *, user: int) -> bool:
    """After the iD was disconnected, which ends what it confirmed: whether the side that it had confirmed now lacks a ground.

    Something else may speak for the side, and then confirms it at once. What had ended before ends by nothing now.
    """
    decisions = SideDecision.objects.filter(researcher__user=user).select_related("researcher")
    last = decisions.order_by("-pk").first()
    if last is None or (last.ground, last.reason) != (SideGround.ORCID, orcid):
        return False
    if Workplace(last.organisation_id, last.side) != Workplace.of(last.researcher):
        return False
    return confirm_by_evidence(last.researcher) is None


@transaction.atomic
def decide_side(
    researcher: Researcher,
    *,
    outcome: str,
    reason: str,
    by: User,
    organisation: Organisation | None,
    reverses: int | None = None,
) -> SideDecision:
    """An officer of the person's side confirms or refuses it; ``organisation`` is the one that they read.

    ``reverses`` is the number of the decision in force that they read: who read none, or another one, decides nothing.
    Raises :class:`Stale` with the decision in force, and ``ValidationError``: not theirs to decide, no reason, or the
    person has another organisation by now.
    """
    current = _locked(researcher.pk)
    if not by.has_perm("people.decide_side", current):
        raise ValidationError(NOT_THEIRS)
    if current.organisation != organisation:
        raise ValidationError(_("The person has entered another organisation since. Look at it first."))
    refuse_unread(current, outcome=outcome, reverses=reverses)
    decision = _decide(current, outcome=outcome, ground=SideGround.OFFICER, reason=reason.strip(), by=by)
    listeners.tell_of_decision(decision)
    return decision


def refuse_unread(researcher: Researcher, *, outcome: str, reverses: int | None) -> None:
    """Raise :class:`Stale` where another decision is in force than the one that was read, or one that says the same."""
    _locked(researcher.pk)
    decision = decision_in_force(researcher)
    read = decision.pk if decision else None
    if read != reverses or (decision and decision.is_settled_as(outcome)):
        raise Stale(decision, str(DECIDED % {"decision": decision.told} if decision else NO_LONGER))


@transaction.atomic
def ask_again(researcher: Researcher, *, reason: str) -> SideDecision:
    """End a refusal, so that the person stands on the officers' list once more, beside what they say for themselves.

    It opens nothing: who waits is no more confirmed than who was refused. Raises ``ValidationError``.
    """
    refusal = decision_in_force(_locked(researcher.pk))
    if refusal is None or refusal.outcome != SideOutcome.REFUSED:
        raise ValidationError(NOT_REFUSED)
    refusal.asked_again = reason.strip()
    if not refusal.asked_again:
        raise ValidationError({"reason": _("Say what the office should know.")})
    refusal.full_clean()
    refusal.save(update_fields=["asked_again"])
    _end(refusal)
    return refusal


@transaction.atomic
def look_without_domains(organisation: Organisation) -> int:
    """After domains were taken from ``organisation``: what they confirmed ends, unless something else speaks for the
    person. Return for how many nothing does."""
    rested = SideDecision.objects.in_force().filter(organisation=organisation, ground=SideGround.ADDRESS)
    unsupported = 0
    for decision in rested.exclude(reason__in=organisation.domains).order_by("researcher"):
        current = _locked(decision.researcher_id)
        _end(decision)
        unsupported += confirm_by_evidence(current) is None
    return unsupported


@transaction.atomic
def void_decisions(*, by: Iterable[User]) -> int:
    """End what accounts decided that never spoke for an agency; of their own people nothing is asked. Return how many.

    Whose side nothing else confirms at once waits for an officer again, and is told.
    """
    accounts = {account.pk for account in by}
    theirs = SideDecision.objects.in_force().filter(ground=SideGround.OFFICER, decided_by__in=accounts)
    decisions = list(theirs.exclude(researcher__user__in=accounts).select_related("researcher").order_by("pk"))
    for decision in decisions:
        current = _locked(decision.researcher_id)
        decision.ground = SideGround.DEMO  # no officer's word, which would outweigh evidence for ever
        decision.save(update_fields=["ground"])
        _end(decision)
        if confirm_by_evidence(current) is None:
            listeners.tell_of_fall(decision)
    return len(decisions)


@transaction.atomic
def record_sides(people: Iterable[Researcher], *, ground: SideGround) -> int:
    """Confirm the sides of those of ``people`` who have one and no decision on it; return how many were confirmed."""
    wanted = {person.pk: person for person in people if person.country}
    decided = set(SideDecision.objects.in_force().filter(researcher__in=wanted).values_list("researcher_id", "side"))
    fresh = [person for pk, person in wanted.items() if (pk, person.country) not in decided]
    rows = [
        SideDecision(
            researcher=person,
            organisation_id=person.organisation_id,
            side=person.country,
            outcome=SideOutcome.CONFIRMED,
            ground=ground,
        )
        for person in fresh
    ]
    SideDecision.objects.in_force().filter(researcher__in=fresh).update(ended_at=timezone.now())
    SideDecision.objects.bulk_create(rows)
    Researcher.objects.filter(pk__in=[person.pk for person in fresh]).touch()
    return len(fresh)


def _decide(
    researcher: Researcher, *, outcome: str, ground: SideGround, reason: str, by: User | None = None
) -> SideDecision:
    """The new line is the one in force."""
    for decision in SideDecision.objects.in_force().filter(researcher=researcher):
        _end(decision)
    decision = SideDecision(
        researcher=researcher,
        organisation=researcher.organisation,
        side=researcher.country,
        outcome=outcome,
        ground=ground,
        reason=reason,
        decided_by=by,
    )
    decision.full_clean()
    decision.save()
    Researcher.objects.filter(pk=researcher.pk).touch()
    return decision
