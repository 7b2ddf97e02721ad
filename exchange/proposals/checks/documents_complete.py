from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.proposals.checks.registry import Finding, register
from exchange.proposals.enums import Outcome
from exchange.proposals.values.content import ProposalContent


@register(_("Every required document is handed in"), order=60)
def documents_complete(draft: ProposalContent) -> Iterator[Finding]:
    for document, side in draft.expected_files():
        if document.required:
            outcome = Outcome.PASS if draft.files_for(document, side) else Outcome.NOT_YET
            yield Finding(outcome, str(document.label), f"file-{document.key}", side)
