from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("Enough people in the team"), order=11)
def team_size(draft: ProposalContent) -> Iterator[Finding]:
    """Of a joint proposal; a concept paper is one person's."""
    wanted, people = draft.definition.limits.min_people, len(draft.members)
    if len(draft.sides) > 1 or wanted == 1:
        values = {"people": people, "wanted": wanted}
        outcome = Outcome.PASS if people >= wanted else Outcome.FAIL
        yield Finding(outcome, _("%(people)d of at least %(wanted)d") % values, "team")
