from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("Everybody has signed off their own entry"), order=13)
def team_signed_off(draft: ProposalContent) -> Iterator[Finding]:
    for member in draft.members:
        if member.has_accepted:
            outcome = Outcome.PASS if member.signed_off else Outcome.NOT_YET
            yield Finding(outcome, member.name, "team", member.side)
