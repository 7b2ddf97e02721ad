"""What researchers say about their suggestions."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.people.models import Researcher
from matching.enums import Opinion
from matching.models import Pair, Reaction
from matching.services.errors import NotAParty


@transaction.atomic
def react(pair: Pair, *, researcher: Researcher, opinion: str, reason: str = "", note: str = "") -> Reaction:
    """Set or change the researcher's opinion of ``pair``; it counts from the next run on.

    Raises :class:`NotAParty`; ``ValidationError`` for an unknown opinion, or "not for me" without a reason.
    """
    if researcher not in pair.parties:
        raise NotAParty
    if opinion == Opinion.NOT_FOR_ME and not reason:
        raise ValidationError({"reason": _("Say why, so that later suggestions can do better.")})
    kept_reason = reason if opinion == Opinion.NOT_FOR_ME else ""
    if not Pair.objects.select_for_update(no_key=True).filter(pk=pair.pk):
        raise NotAParty  # the other one has left meanwhile
    reaction = Reaction.objects.filter(pair=pair, researcher=researcher).first()
    reaction = reaction or Reaction(pair=pair, researcher=researcher)
    reaction.opinion, reaction.reason, reaction.note = opinion, kept_reason, note
    reaction.full_clean()
    reaction.save()
    return reaction


@transaction.atomic
def withdraw_reaction(pair: Pair, *, researcher: Researcher) -> bool:
    """Take the opinion back; false where there was none. The pair may be suggested again by the next run."""
    deleted, _rows = Reaction.objects.filter(pair=pair, researcher=researcher).delete()
    if deleted:
        Researcher.objects.filter(pk=researcher.pk).touch()
    return bool(deleted)
