"""What programme managers decide on pairs. All or nothing: where somebody was quicker on one pair, none is changed."""

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message
from exchange.messaging.services.worklist import forget_counts
from exchange.people.models import Researcher, User
from matching.enums import ALLOWED_IN, Action, PairState
from matching.models import Decision, Introduction, Opening, Pair
from matching.services.accounts import hold_accounts
from matching.services.errors import AlreadyDecided, CannotIntroduce, ClosedToAParty

RESULT = {
    Action.SHORTLIST: PairState.SHORTLISTED,
    Action.DISMISS: PairState.DISMISSED,
    Action.RESTORE: PairState.SUGGESTED,
    Action.INTRODUCE: PairState.INTRODUCED,
}


@transaction.atomic
def decide_pairs(pairs: Collection[Pair], *, action: str, manager: User, reason: str = "", message: str = "") -> int:
    """Number of pairs on which ``action`` was carried out; raises what that action's own service raises."""
    if action == Action.INTRODUCE:
        hold_accounts(*pairs)
        in_order = sorted(pairs, key=lambda pair: pair.pk)
        return len([introduce_pair(pair, manager=manager, message=message) for pair in in_order])
    if action == Action.DISMISS:
        return dismiss_pairs(pairs, manager=manager, reason=reason)
    service = shortlist_pairs if action == Action.SHORTLIST else restore_pairs
    return service(pairs, manager=manager, reason=reason)


def note_opening(pair: Pair, *, manager: User) -> bool:
    """Note that a manager reads the pair; whether its side's managers had not opened it before.

    Reading is an act here, so that it makes what waits for the manager new, as any other act of theirs.
    """
    _opening, is_first = Opening.objects.get_or_create(
        pair=pair, side=manager.officer_side, defaults={"opened_by": manager}
    )
    if is_first:
        transaction.on_commit(lambda: forget_counts(manager))
    return is_first


def shortlist_pairs(pairs: Iterable[Pair], *, manager: User, reason: str = "") -> int:
    """Number of pairs shortlisted. Raises :class:`AlreadyDecided`."""
    return _decide(pairs, Action.SHORTLIST, manager=manager, reason=reason)


def dismiss_pairs(pairs: Iterable[Pair], *, manager: User, reason: str) -> int:
    """Number of pairs dismissed. Raises :class:`AlreadyDecided`; ``ValidationError`` without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason for dismissing; it stays with the pair.")})
    return _decide(pairs, Action.DISMISS, manager=manager, reason=reason)


def restore_pairs(pairs: Iterable[Pair], *, manager: User, reason: str = "") -> int:
    """Put shortlisted or dismissed pairs back in the queue. Raises :class:`AlreadyDecided`."""
    return _decide(pairs, Action.RESTORE, manager=manager, reason=reason)


@transaction.atomic
def introduce_pair(pair: Pair, *, manager: User, message: str = "") -> Introduction:
    """Introduce both parties to each other by mail.

    Raises :class:`AlreadyDecided`, :class:`CannotIntroduce`, or :class:`ClosedToAParty`: a manager sees the people of the
    own side also after they have withdrawn their consent to the other one.
    """
    hold_accounts(pair)
    if pair.other_person is None or any(not _has_account(party) for party in pair.parties):
        raise CannotIntroduce
    if not all(party.user.has_perm("matching.react_pair", pair) for party in pair.parties if party.user):
        raise ClosedToAParty
    _decide([pair], Action.INTRODUCE, manager=manager, reason="")
    introduction = Introduction(pair=pair, message=message.strip(), introduced_by=manager)
    introduction.full_clean()
    introduction.save()
    for party in pair.parties:
        _mail_introduction(introduction, party)
    return introduction


def _has_account(party: Researcher) -> bool:
    return party.user is not None and party.user.is_active


def _mail_introduction(introduction: Introduction, party: Researcher) -> None:
    assert party.user is not None, "introduce_pair checks it"  # noqa: S101
    queue_message(
        party.user,
        category=Category.INTRODUCTION,
        key=f"introduction:{introduction.public_id}:{party.public_id}",
        template="introduction",
        context={"introduction_id": str(introduction.public_id), "message": introduction.message},
    )


@transaction.atomic
def _decide(pairs: Iterable[Pair], action: Action, *, manager: User, reason: str) -> int:
    allowed = ALLOWED_IN[action]
    ids = sorted({pair.pk for pair in pairs})
    # In the order of ids, so that two managers with overlapping selections wait for each other instead of deadlocking.
    locked = list(Pair.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    taken = [pair for pair in locked if pair.state not in allowed]
    if taken or len(locked) < len(ids):
        raise _already_decided(taken)
    said = {"action": action, "side": manager.officer_side, "reason": reason.strip(), "decided_by": manager}
    decisions = [Decision(pair=pair, **said) for pair in locked]
    for decision in decisions:
        decision.full_clean(exclude=["pair", "decided_by"])
    changed = Pair.objects.filter(pk__in=ids, state__in=allowed).update(state=RESULT[action])
    Decision.objects.bulk_create(decisions)
    return changed


def _already_decided(pairs: list[Pair]) -> AlreadyDecided:
    last = Decision.objects.filter(pair__in=pairs).select_related("decided_by").first()
    if last is None:
        return AlreadyDecided(pairs)
    return AlreadyDecided(pairs, by=last.decided_by, at=last.decided_at, action=last.action)
