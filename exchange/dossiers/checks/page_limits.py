from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.dossiers.values.content import Content
from exchange.dossiers.values.questions import Document, Party


def page_limits(content: Content) -> Iterator[Finding]:
    """Pages can be counted in a PDF alone, so a document with a limit must be one."""
    for document, party in content.expected_files():
        if document.max_pages is not None:
            for file in content.files_for(document, party):
                yield _finding(document, party, file.pages, document.max_pages)


def _finding(document: Document, party: Party, pages: int | None, most: int) -> Finding:
    values = {"label": document.label, "pages": pages, "most": most}
    place = f"file-{document.key}"
    if pages is None:
        reason = _("%(label)s: upload a PDF, so that its pages can be counted") % values
        return Finding(Outcome.FAIL, reason, place, party)
    outcome = Outcome.PASS if pages <= most else Outcome.FAIL
    return Finding(outcome, _("%(label)s: %(pages)d of %(most)d pages") % values, place, party)
