"""The consent ledger and what remains after an erasure."""

import uuid

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import ConsentPurpose, ConsentSource, Side
from exchange.people.models.researcher import Researcher
from exchange.people.models.user import User
from exchange.people.values.crossing import PROJECTS, unnamed

LONGEST_BASIS = 300


def names_projects(notice: str = "") -> models.Q:
    """Condition on notices, or on rows with one at ``notice``: projects are in the text. Earlier texts kept quiet about them."""
    english, korean = PROJECTS
    return models.Q(**{f"{notice}text_en__contains": english, f"{notice}text_ko__contains": korean})


NAMES_PROJECTS = names_projects("notice__")
"""Condition on consents."""


class ConsentNotice(models.Model):
    """The text a person is shown before consenting. A published version never changes; a change is a new version."""

    purpose = models.CharField(_("purpose"), max_length=30, choices=ConsentPurpose.choices)
    version = models.PositiveSmallIntegerField(_("version"))
    text_en = models.TextField(_("text in English"))
    text_ko = models.TextField(_("text in Korean"))
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent notice")
        verbose_name_plural = _("consent notices")
        ordering = ["purpose", "-version"]
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="consent_notice_version_once")]
        triggers = [pgtrigger.Protect(name="notice_never_changes", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.version}"

    def clean(self) -> None:
        """A text that keeps quiet about what is passed on would get a consent to less."""
        if missing := unnamed(self.text_en, self.text_ko):
            raise ValidationError(
                _("The text does not name all that is passed on: %(missing)s."), params={"missing": ", ".join(missing)}
            )


@pghistory.track()
class ConsentRecord(models.Model):
    """One consent: to what (notice), for which recipient country, when given and when withdrawn."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="consents")
    notice = models.ForeignKey(ConsentNotice, on_delete=models.PROTECT, related_name="records")
    recipient_country = models.CharField(_("recipient country"), max_length=2, choices=Side.choices)
    language = models.CharField(_("language of the text shown"), max_length=5, default="en")
    source = models.CharField(_("given by"), max_length=10, choices=ConsentSource.choices, default=ConsentSource.PERSON)
    basis = models.CharField(_("basis, when recorded by an operator"), max_length=LONGEST_BASIS, blank=True)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "recipient_country"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(source="person") | ~models.Q(basis=""),
                name="consent_by_operator_states_basis",
                violation_error_message=_("State on what basis the consent is recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.researcher} → {self.get_recipient_country_display()}"


class Erasure(models.Model):
    """Tombstone: that an account was erased, when and by whom; nothing that tells whose it was."""

    subject_id = models.UUIDField(_("former public id"), default=uuid.uuid4, unique=True)
    erased_at = models.DateTimeField(_("erased"), auto_now_add=True)
    erased_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("erased by"))
    counts = models.JSONField(_("rows erased"), default=dict)
    fingerprints = ArrayField(
        models.CharField(max_length=64),
        verbose_name=_("fingerprints"),
        default=list,
        blank=True,
        editable=False,
        help_text=_(
            "Keyed hashes of the external id and the addresses: an import recognises by them whom to leave out."
        ),
    )

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at"]

    def __str__(self) -> str:
        return str(self.subject_id)
