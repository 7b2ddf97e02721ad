"""Giving and withdrawing consent; each is a line of the ledger and takes effect in the same transaction."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import ConsentSource
from exchange.people.models import ConsentNotice, ConsentRecord, Researcher
from exchange.people.selectors.consent import current_notice, live_consent
from exchange.people.services import holders


class NoticeOutdatedError(ValidationError):
    """The text the person was shown is no longer the one in force."""


def _check_notice(notice: ConsentNotice) -> None:
    if notice != current_notice():
        raise NoticeOutdatedError(_("The text has changed since you opened this page. Please read the new version."))


def _check_country(researcher: Researcher, country: str) -> None:
    if not researcher.country:
        raise ValidationError(_("Choose your organisation first: it decides on which side you are."))
    if country == researcher.country:
        raise ValidationError(_("Within your own country no consent is needed."))


def _add_record(record: ConsentRecord) -> ConsentRecord:
    """Save ``record`` unless one is in force already; of two at the same time the database lets one through."""
    record.clean_fields()
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        in_force = live_consent(record.researcher, record.recipient_country)
        if in_force is None:
            raise
        return in_force
    Researcher.objects.filter(pk=record.researcher_id).touch()
    return record


@transaction.atomic
def give_consent(researcher: Researcher, *, notice: ConsentNotice, country: str, language: str) -> ConsentRecord:
    """The person agrees to ``notice``, read in ``language``, for ``country``. Returns the consent in force.

    One to an earlier text ends by it, and nothing that rested on it goes. Raises ``NoticeOutdatedError`` for a text that was replaced, ``ValidationError`` for one's own country.
    """
    _check_notice(notice)
    _check_country(researcher, country)
    earlier = ConsentRecord.objects.filter(researcher=researcher, recipient_country=country, withdrawn_at__isnull=True)
    earlier.exclude(notice=notice).update(withdrawn_at=timezone.now())
    return _add_record(
        ConsentRecord(researcher=researcher, notice=notice, recipient_country=country, language=language)
    )


@transaction.atomic
def record_consent(researcher: Researcher, *, notice: ConsentNotice, country: str, basis: str) -> ConsentRecord:
    """An operator records a consent given elsewhere, and says on what ``basis``."""
    if not basis.strip():
        raise ValidationError({"basis": _("State on what basis the consent is recorded.")})
    _check_country(researcher, country)
    return _add_record(
        ConsentRecord(
            researcher=researcher,
            notice=notice,
            recipient_country=country,
            source=ConsentSource.OPERATOR,
            basis=basis.strip(),
        )
    )


@transaction.atomic
def withdraw_consent(researcher: Researcher, *, country: str) -> bool:
    """End the consent to ``country`` and remove all that rested on it. False where none was in force."""
    in_force = ConsentRecord.objects.filter(researcher=researcher, recipient_country=country, withdrawn_at__isnull=True)
    if not in_force.update(withdrawn_at=timezone.now()):
        return False
    Researcher.objects.filter(pk=researcher.pk).touch()
    for holder in holders.registered():
        holder.withdraw(researcher)
    return True
