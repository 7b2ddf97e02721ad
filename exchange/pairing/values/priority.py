"""What is told of priorities as they were typed."""

from django.utils.translation import gettext as _

from exchange.dossiers.values.ranking import Normalised


def notes_on(found: Normalised) -> tuple[str, ...]:
    """What was mended in typed ranks."""
    notes = {
        _("Some ranks were there twice: the papers keep the order they had."): found.had_duplicates,
        _("Ranks count from 1 without gaps; the numbers have moved up."): found.had_gaps,
    }
    return tuple(str(text) for text, is_so in notes.items() if is_so)
