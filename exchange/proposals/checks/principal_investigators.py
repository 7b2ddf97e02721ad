from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.enums import Role
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("A principal investigator on each side"), order=10)
def principal_investigators(draft: ProposalContent) -> Iterator[Finding]:
    """Each side that takes part needs its PI, who has accepted; the call may ask for more than one PI or co-PI."""
    wanted = draft.definition.limits.min_pis_per_side
    for side in draft.sides if wanted else ():
        leaders = draft.members_of(side, Role.PI, Role.CO_PI)
        accepted = sum(member.has_accepted for member in leaders)
        if not any(member.role == Role.PI for member in leaders):
            yield Finding(Outcome.FAIL, _("This side has no lead yet."), "team", side)
        elif accepted < min(wanted, len(leaders)):
            yield Finding(Outcome.NOT_YET, _("The invitation is not accepted yet."), "team", side)
        elif accepted < wanted:
            yield Finding(Outcome.FAIL, _("This call asks for more principal investigators."), "team", side)
        else:
            yield Finding(Outcome.PASS, _("Accepted."), "team", side)
