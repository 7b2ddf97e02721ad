"""A message to teams as one recipient reads it."""

import zoneinfo
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exchange.proposals.models import MessageBatch, Proposal, ProposalFigures, TeamMember
from exchange.proposals.values.placeholders import fill_in


@dataclass(frozen=True, slots=True)
class Letter:
    language: str
    subject: str
    body: str


def letter_to(
    batch: MessageBatch, member: TeamMember, *, closes_at: datetime | None, for_manager: bool = False
) -> Letter:
    """In the recipient's language and zone. ``member`` comes with researcher, account, proposal, figures and call.

    ``for_manager``: of a team that never submitted, name and title stay placeholders, since drafts are counted, not read.
    """
    assert member.researcher is not None  # noqa: S101 - recipients have accounts
    assert member.researcher.user is not None  # noqa: S101
    user, proposal = member.researcher.user, member.proposal
    korean = user.language.startswith("ko")
    with translation.override(user.language), timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
        values = {
            "number": str(proposal.pk),
            "call": str(proposal.call),
            "stage": str(proposal.get_stage_display()),
            "deadline": _deadline(closes_at),
            "link": f"{settings.SITE_URL}{proposal.get_absolute_url()}",
        }
        if proposal.submitted_at is not None or not for_manager:
            native = member.researcher.name_native if korean else ""
            values |= {"name": native or member.name, "title": _title(proposal)}
    subject, body = (batch.subject_ko, batch.body_ko) if korean else (batch.subject_en, batch.body_en)
    return Letter(user.language, " ".join(fill_in(subject, values).split()), fill_in(body, values))


def _title(proposal: Proposal) -> str:
    """As it was submitted, where it was: the manager has reviewed these very words."""
    figures: ProposalFigures | None = getattr(proposal, "figures", None)
    submitted = figures.title if figures and proposal.submitted_at else ""
    return submitted or proposal.title or _("Untitled proposal")


def _deadline(instant: datetime | None) -> str:
    if instant is None:
        return "–"
    local = timezone.localtime(instant)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local.tzname()}"
