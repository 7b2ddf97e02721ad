"""The privacy notice, version by version, and who agreed to the collection under which of them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.people.models.user import User

TEXTS = ("collection_en", "collection_ko", "text_en", "text_ko")
_SAYS_SOMETHING = {f"{text}__regex": r"\S" for text in TEXTS}


@pghistory.track()
class PrivacyNotice(models.Model):
    """What everybody can read of how this site treats personal data. A published version never changes; a change is a
    new version.

    ``collection`` is the part that is agreed to at sign-up, ``text`` all the rest.
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True, editable=False)
    collection_en = models.TextField(_("collection and use, in English"))
    collection_ko = models.TextField(_("collection and use, in Korean"))
    text_en = models.TextField(_("text in English"))
    text_ko = models.TextField(_("text in Korean"))
    asks_anew = models.BooleanField(
        _("asks for consent anew"),
        default=False,
        help_text=_("Everybody with an account is asked on their start page to agree to this version."),
    )
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**_SAYS_SOMETHING),
                name="privacy_notice_says_something",
                violation_error_message=_("None of the texts can be empty."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="privacy_notice_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return str(self.version)


@pghistory.track()
class CollectionConsent(models.Model):
    """That a person agreed to the collection of what an account needs, as one version of the notice describes it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="collection_consents")
    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT, related_name="consents")
    language = models.CharField(_("language of the text shown"), max_length=5, choices=settings.LANGUAGES)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent to collection")
        verbose_name_plural = _("consents to collection")
        ordering = ["-given_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="collection_consent_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.notice}"
