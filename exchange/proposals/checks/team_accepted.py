from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.proposals.checks.registry import Finding, register
from exchange.proposals.draft import Draft
from exchange.proposals.enums import Outcome


@register(_("Everybody has accepted the invitation"), order=12)
def team_accepted(draft: Draft) -> Iterator[Finding]:
    for member in draft.members:
        outcome = Outcome.PASS if member.has_accepted else Outcome.NOT_YET
        yield Finding(outcome, member.name, "team", member.side)
