from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.values.questions import Document
from exchange.people.enums import Side
from exchange.proposals.checks.registry import Finding, register
from exchange.proposals.enums import Outcome
from exchange.proposals.values.content import ProposalContent


@register(_("No document has more pages than it may"), order=61)
def page_limits(draft: ProposalContent) -> Iterator[Finding]:
    """Pages can be counted in a PDF alone, so a document with a limit must be one."""
    for document, side in draft.expected_files():
        if document.max_pages is not None:
            for file in draft.files_for(document, side):
                yield _finding(document, side, file.pages, document.max_pages)


def _finding(document: Document, side: Side | None, pages: int | None, most: int) -> Finding:
    values = {"label": document.label, "pages": pages, "most": most}
    place = f"file-{document.key}"
    if pages is None:
        return Finding(
            Outcome.FAIL, _("%(label)s: hand in a PDF, so that its pages can be counted") % values, place, side
        )
    outcome = Outcome.PASS if pages <= most else Outcome.FAIL
    return Finding(outcome, _("%(label)s: %(pages)d of %(most)d pages") % values, place, side)
