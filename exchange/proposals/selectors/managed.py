"""The list of a call's proposals, as its managers work with it."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext

from exchange.office.selectors.managed import ManagedList
from exchange.people.models import User
from exchange.programmes.models import Call
from exchange.proposals.models import Proposal
from exchange.proposals.rules import calls_with_managed_proposals
from exchange.proposals.selectors.columns import COLUMNS
from exchange.proposals.selectors.letter import TEAMS
from exchange.proposals.selectors.office import call_proposals
from exchange.proposals.selectors.proposals import calls_competed_in
from exchange.proposals.values.listing import ProposalListing


def managed_calls(user: User) -> QuerySet[Call]:
    """Without what is being edited of their definitions, which is long and on no page of a list."""
    return calls_with_managed_proposals(user).defer("draft")


def _counted(count: int) -> str:
    return ngettext("%(count)s proposal", "%(count)s proposals", count) % {"count": count}


PROPOSALS: ManagedList[Call, Proposal] = ManagedList(
    key="proposals",
    page="call-office",
    title=gettext_lazy("Proposals"),
    counted=_counted,
    scope=Call,
    managed=managed_calls,
    listing=ProposalListing,
    rows=call_proposals,
    columns=COLUMNS,
    entry="call-list",
    related=("version", "programme"),
    note=gettext_lazy("Of drafts it holds the figures alone."),
    audience=TEAMS,
    closed=calls_competed_in,
)
