"""A concept paper's team says whom it would work with."""

from collections.abc import Sequence
from functools import partial

from django.utils.translation import gettext as _

from exchange.dossiers.services import ranking
from exchange.dossiers.values.ranking import Order
from exchange.dossiers.values.refusal import Refused
from exchange.pairing.models import PairingRound, Priority
from exchange.pairing.selectors.paper import counterparts_of, eligible_papers
from exchange.proposals.models import Proposal


def set_priorities(paper: Proposal, *, order: Sequence[str], version: str) -> Order:
    """Save the counterparts (public ids) that the paper's team would work with, best first.

    ``version`` names the order that was read. Raises :class:`Stale` where another one was saved since, and
    :class:`Refused` after closing, or for a paper that does not take part.
    """
    round_ = PairingRound.objects.filter(call=paper.call_id).select_related("call__version")
    return ranking.set_priorities(round_, ballot=partial(_ballot, paper), order=order, version=version)


def _ballot(paper: Proposal, round_: PairingRound) -> ranking.Ballot[Priority]:
    if not eligible_papers(round_.call).filter(pk=paper.pk).exists():
        raise Refused(_("This paper does not take part in the matching."))
    others = counterparts_of(paper).values_list("pk", "public_id")
    return ranking.Ballot(
        own=Priority.objects.filter(round=round_, chooser=paper),
        acceptable={str(public_id): pk for pk, public_id in others},
        make=lambda pk, rank: Priority(round=round_, chooser=paper, counterpart_id=pk, rank=rank),
    )
