"""A message as one recipient reads it."""

import zoneinfo
from dataclasses import dataclass

from django.utils import timezone, translation

from exchange.office.models import MessageBatch
from exchange.office.selectors.managed import Addressee
from exchange.office.values.placeholder import fill_in
from exchange.people.models import User


@dataclass(frozen=True, slots=True)
class Letter:
    language: str
    subject: str
    body: str


def letter_to(batch: MessageBatch, user: User, addressee: Addressee, *, for_manager: bool = False) -> Letter:
    """In the recipient's language and zone. ``for_manager``: what is hidden from them stays a placeholder."""
    korean = user.language.startswith("ko")
    with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        values = addressee.values(for_manager=for_manager)
    subject, body = (batch.subject_ko, batch.body_ko) if korean else (batch.subject_en, batch.body_en)
    return Letter(user.language, " ".join(fill_in(subject, values).split()), fill_in(body, values))
