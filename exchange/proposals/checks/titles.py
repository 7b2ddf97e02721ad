from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.people.enums import Side
from exchange.proposals.checks.registry import CHECKS
from exchange.proposals.values.content import ProposalContent


@CHECKS.register(_("A title in each side’s language"), order=5)
def titles(draft: ProposalContent) -> Iterator[Finding]:
    """A joint proposal is read by both agencies."""
    for side, title in ((Side.KR, draft.title_ko), (Side.US, draft.title_en)):
        if side in draft.sides:
            outcome = Outcome.PASS if title.strip() else Outcome.NOT_YET
            reason = _("Title in Korean") if side == Side.KR else _("Title in English")
            yield Finding(outcome, reason, "title", side)
