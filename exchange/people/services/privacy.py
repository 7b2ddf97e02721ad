"""Publishing the privacy notice, and agreeing to the collection that it describes."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from exchange.people.models import CollectionConsent, PrivacyNotice, User
from exchange.people.selectors.privacy import notice_in_force

_PUBLISHING = "LOCK TABLE people_privacynotice IN SHARE ROW EXCLUSIVE MODE"


class PrivacyNoticeReplacedError(ValidationError):
    """The version that the person was shown is no longer the one in force."""


@transaction.atomic
def publish_notice(notice: PrivacyNotice) -> PrivacyNotice:
    """The next version, for everybody at once; two at the same time get two numbers. Raises ``ValidationError``."""
    with connection.cursor() as cursor:
        cursor.execute(_PUBLISHING)
    newest = PrivacyNotice.objects.aggregate(newest=Max("version"))["newest"] or 0
    notice.version = newest + 1
    notice.full_clean()
    notice.save(force_insert=True)
    return notice


def check_in_force(notice: PrivacyNotice) -> None:
    if notice != notice_in_force():
        raise PrivacyNoticeReplacedError(
            _("The text has changed since you opened this page. Please read the new version.")
        )


def agree_to_collection(user: User, *, notice: PrivacyNotice, language: str) -> CollectionConsent:
    """``user`` agrees to ``notice``, read in ``language``; agreeing twice is one line.

    Raises ``PrivacyNoticeReplacedError`` for a version that was replaced.
    """
    check_in_force(notice)
    return record_agreement(user, notice=notice, language=language)


def record_agreement(user: User, *, notice: PrivacyNotice, language: str) -> CollectionConsent:
    """As above, for whoever has looked a moment ago whether ``notice`` is in force."""
    consent, _is_new = CollectionConsent.objects.get_or_create(
        user=user, notice=notice, defaults={"language": language}
    )
    return consent
