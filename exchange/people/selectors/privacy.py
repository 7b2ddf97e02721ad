"""The privacy notice in force, and who has yet to agree to the collection that it describes."""

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from exchange.people.models import CollectionConsent, PrivacyNotice, User


def notice_in_force() -> PrivacyNotice:
    """The newest version. Raises ``PrivacyNotice.DoesNotExist`` where none was published."""
    notice: PrivacyNotice = PrivacyNotice.objects.latest("version")
    return notice


def is_asked_to_agree(user: User) -> bool:
    """Whether a version that asks anew is newer than all that ``user`` agreed to; of old accounts the first one is."""
    agreed = CollectionConsent.objects.filter(user=user).order_by("-notice__version").values("notice__version")[:1]
    return PrivacyNotice.objects.filter(asks_anew=True, version__gt=Coalesce(Subquery(agreed), 0)).exists()


def agreements_of(user: User) -> "QuerySet[CollectionConsent]":
    """Every consent to collection, newest first."""
    return CollectionConsent.objects.filter(user=user).select_related("notice")
