"""How the two parties answer an introduction."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.messaging.enums import Category
from exchange.messaging.services import queue_message
from exchange.people.models import Researcher
from matching.enums import PairState, Reply
from matching.models import Introduction, Pair
from matching.services.accounts import hold_accounts
from matching.services.errors import AlreadyReplied, ClosedToAParty, NotAParty


@transaction.atomic
def reply_to_introduction(introduction: Introduction, *, researcher: Researcher, reply: str) -> Introduction:
    """Accept or decline. Both accepted: connected. One declined: the pair is declined, and the other is told.

    Raises :class:`NotAParty`, also where the other party has left meanwhile; :class:`AlreadyReplied`;
    :class:`ClosedToAParty` for an acceptance after one of them has withdrawn the consent to be shown to the other;
    ``ValidationError`` for anything but the two answers.
    """
    if reply not in {Reply.ACCEPTED, Reply.DECLINED}:
        raise ValidationError(_("Accept or decline."))
    hold_accounts(introduction.pair)
    locked = Introduction.objects.select_for_update(of=("self",), no_key=True).select_related(
        "pair__researcher__user", "pair__partner__user", "pair__project__lead__user"
    )
    current = locked.filter(pk=introduction.pk).first()
    if current is None or researcher not in current.pair.parties:
        raise NotAParty
    if current.reply_of(researcher) != Reply.PENDING:
        raise AlreadyReplied
    if reply == Reply.ACCEPTED and not all(_sees_the_other(party, current.pair) for party in current.pair.parties):
        raise ClosedToAParty
    _set_reply(current, researcher, Reply(reply))
    _settle_pair(current)
    _tell(current, answered_by=researcher)
    return current


def _sees_the_other(party: Researcher, pair: Pair) -> bool:
    return party.user is not None and party.user.has_perm("matching.react_pair", pair)


def _set_reply(introduction: Introduction, researcher: Researcher, reply: Reply) -> None:
    who = "researcher" if researcher.pk == introduction.pair.researcher_id else "other"
    setattr(introduction, f"{who}_reply", reply)
    setattr(introduction, f"{who}_replied_at", timezone.now())
    introduction.full_clean()
    introduction.save()


def _settle_pair(introduction: Introduction) -> None:
    if introduction.is_connected:
        state = PairState.CONNECTED
    elif Reply.DECLINED in {introduction.researcher_reply, introduction.other_reply}:
        state = PairState.DECLINED
    else:
        return
    Pair.objects.filter(pk=introduction.pair_id, state=PairState.INTRODUCED).update(state=state)
    introduction.pair.state = state


def _tell(introduction: Introduction, *, answered_by: Researcher) -> None:
    """Both hear of the connection; of an answer alone, only the one who did not give it."""
    connected = introduction.is_connected
    for party in introduction.pair.parties:
        if party.user is None or (party == answered_by and not connected):
            continue
        queue_message(
            party.user,
            category=Category.INTRODUCTION,
            key=f"introduction-answer:{introduction.public_id}:{answered_by.public_id}:{party.public_id}",
            template="connected" if connected else "introduction_reply",
            context={
                "introduction_id": str(introduction.public_id),
                "accepted": introduction.reply_of(answered_by) == Reply.ACCEPTED,
            },
        )
