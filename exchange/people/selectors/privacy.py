"""The privacy notice in force, and who has yet to agree to the collection that it describes."""

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from exchange.people.models import CollectionConsent, PrivacyNotice, User


def notice_in_force() -> PrivacyNotice:
    """The newest version. Raises ``PrivacyNotice.DoesNotExist`` where none was published."""
    notice: PrivacyNotice = PrivacyNotice.objects.latest("version")
    return notice


def is_operator_named() -> bool:
    """Whether the notice in force says in both languages who operates this site.

    The one that comes with the software cannot know it: its first paragraph says that it is missing.
    """
    notices = list(PrivacyNotice.objects.order_by("version"))
    if len(notices) < 2:
        return False
    supplied, newest = notices[0], notices[-1]
    return all(
        _first_paragraph(getattr(supplied, text)) not in getattr(newest, text) for text in ("text_en", "text_ko")
    )


def _first_paragraph(text: str) -> str:
    return next(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def notices_to_agree_to(user: User) -> "QuerySet[PrivacyNotice]":
    """Versions that ask anew and are newer than all that ``user`` agreed to; of old accounts the first one is."""
    agreed = CollectionConsent.objects.filter(user=user).order_by("-notice__version").values("notice__version")[:1]
    return PrivacyNotice.objects.filter(asks_anew=True, version__gt=Coalesce(Subquery(agreed), 0))


def is_asked_to_agree(user: User) -> bool:
    return notices_to_agree_to(user).exists()


def agreements_of(user: User) -> "QuerySet[CollectionConsent]":
    """Every consent to collection, newest first."""
    return CollectionConsent.objects.filter(user=user).select_related("notice")
