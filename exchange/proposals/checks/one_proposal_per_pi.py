from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.enums import Role
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("Nobody leads more proposals than the call allows"), order=21)
def one_proposal_per_pi(draft: ProposalContent) -> Iterator[Finding]:
    """Across teams: other live proposals of the same call are counted."""
    most = draft.definition.limits.max_proposals_per_pi
    if most is None:
        return
    for member in draft.members:
        if member.role == Role.PI and member.researcher is not None:
            led = 1 + draft.elsewhere.get(member.researcher, 0)
            outcome = Outcome.PASS if led <= most else Outcome.FAIL
            values = {"name": member.name, "led": led, "most": most}
            yield Finding(outcome, _("%(name)s leads %(led)d of at most %(most)d") % values, "team", member.side)
