from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("Everybody has accepted the invitation"), order=12)
def team_accepted(draft: ProposalContent) -> Iterator[Finding]:
    for member in draft.members:
        outcome = Outcome.PASS if member.has_accepted else Outcome.NOT_YET
        yield Finding(outcome, member.name, "team", member.side)
