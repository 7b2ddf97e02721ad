from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.proposals.checks.registry import Finding, register
from exchange.proposals.enums import Outcome
from exchange.proposals.values.content import ProposalContent


@register(_("No document has more pages than it may"), order=61)
def page_limits(draft: ProposalContent) -> Iterator[Finding]:
    """Pages can be counted in a PDF alone, so a document with a limit must be one."""
    for document, side in draft.expected_files():
        for file in draft.files_for(document, side) if document.max_pages else ():
            values = {"label": document.label, "pages": file.pages, "most": document.max_pages}
            if file.pages is None:
                reason = _("%(label)s: hand in a PDF, so that its pages can be counted") % values
                yield Finding(Outcome.FAIL, reason, f"file-{document.key}", side)
            else:
                outcome = Outcome.PASS if file.pages <= (document.max_pages or 0) else Outcome.FAIL
                reason = _("%(label)s: %(pages)d of %(most)d pages") % values
                yield Finding(outcome, reason, f"file-{document.key}", side)
