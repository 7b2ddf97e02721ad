"""What was consented to, and under which text."""

from django.db.models import Exists, OuterRef, QuerySet

from exchange.people.enums import ConsentPurpose
from exchange.people.models import ConsentNotice, ConsentRecord, Researcher
from exchange.people.models.consent import NAMES_PROJECTS
from exchange.people.values.crossing import PROJECTS


def current_notice(purpose: ConsentPurpose = ConsentPurpose.CROSS_BORDER_MATCHING) -> ConsentNotice:
    """The newest version of the text. Raises ``ConsentNotice.DoesNotExist`` where none was published."""
    notice: ConsentNotice = ConsentNotice.objects.filter(purpose=purpose).latest("version")
    return notice


def live_consent(researcher: Researcher, country: str) -> ConsentRecord | None:
    """The consent in force to ``country``, if there is one."""
    return (
        ConsentRecord.objects.filter(researcher=researcher, recipient_country=country, withdrawn_at__isnull=True)
        .select_related("notice")
        .first()
    )


def consents_across(researcher: Researcher) -> "QuerySet[ConsentRecord]":
    """Those in force to another country than the person's own."""
    in_force = ConsentRecord.objects.filter(researcher=researcher, withdrawn_at__isnull=True)
    return in_force.exclude(recipient_country=researcher.country)


def consents_to_less(researcher: Researcher) -> "QuerySet[ConsentRecord]":
    """Of those, the ones to a text without projects where a newer one with them can be agreed to.

    An operator's own text, which was there before, may name none: then there is nothing to agree to.
    """
    newer = ConsentNotice.objects.filter(purpose=OuterRef("notice__purpose"), version__gt=OuterRef("notice__version"))
    named = newer.filter(text_en__contains=PROJECTS[0], text_ko__contains=PROJECTS[1])
    return consents_across(researcher).exclude(NAMES_PROJECTS).filter(Exists(named))


def is_shown_across(researcher: Researcher) -> bool:
    return consents_across(researcher).exists()


def consent_history(researcher: Researcher) -> "QuerySet[ConsentRecord]":
    """Every consent ever given, newest first."""
    return ConsentRecord.objects.filter(researcher=researcher).select_related("notice")
