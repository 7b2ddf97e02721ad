"""The managers' view of a call's proposals."""

from collections.abc import Mapping
from typing import Any

from exchange.office.views.listing import ListPage
from exchange.programmes.models import Call
from exchange.proposals.enums import ProposalState
from exchange.proposals.forms.listing import ProposalListingForm
from exchange.proposals.selectors.managed import PROPOSALS
from exchange.proposals.selectors.office import closing_soon, count_proposals


def _context(call: Call) -> Mapping[str, Any]:
    """What stands above the list."""
    return {
        "counts": count_proposals(call),
        "states": ProposalState,
        "soon": closing_soon(call.stages.all()),
        "next_stage": call.next_stage,
    }


OFFICE = ListPage(PROPOSALS, form=ProposalListingForm, template="proposals/call_office.html", context=_context)
