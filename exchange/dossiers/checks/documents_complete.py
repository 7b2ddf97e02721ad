from collections.abc import Iterator

from exchange.dossiers.checks.registry import Finding
from exchange.dossiers.enums import Outcome
from exchange.dossiers.values.content import Content


def documents_complete(content: Content) -> Iterator[Finding]:
    for document, party in content.expected_files():
        if document.required:
            outcome = Outcome.PASS if content.files_for(document, party) else Outcome.NOT_YET
            yield Finding(outcome, str(document.label), f"file-{document.key}", party)
