"""How pages show what a submission keeps."""

from collections.abc import Mapping

from django import template

from exchange.dossiers.values.reading import ReadFile
from exchange.proposals.enums import BudgetCategory
from exchange.proposals.models import Attachment

register = template.Library()


@register.filter
def budget_category(value: str) -> str:
    return str(BudgetCategory(value).label)


@register.simple_tag
def stored_file(files: Mapping[tuple[str, str, str], Attachment] | str, file: ReadFile) -> Attachment | None:
    """The file to download; on a page that offers none ``files`` is empty."""
    return files.get((file.document, file.party, file.sha256)) if isinstance(files, Mapping) else None
