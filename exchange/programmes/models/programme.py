"""A programme: what two or more agencies run together over the years."""

import uuid
from typing import Any, ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.values.text import LongText
from exchange.http.fields import BoundedTextField, OneLineField
from exchange.people.models import Topic
from exchange.people.values.bilingual import in_language
from exchange.programmes.models.agency import Agency, AgencyOfficer


@pghistory.track()
class Programme(models.Model):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_en = OneLineField(_("name in English"), max_length=200)
    name_ko = OneLineField(_("name in Korean"), max_length=200)
    summary_en = BoundedTextField(_("summary in English"), max_length=4000, blank=True)
    summary_ko = BoundedTextField(_("summary in Korean"), max_length=4000, blank=True)
    agencies = models.ManyToManyField(Agency, related_name="programmes", verbose_name=_("agencies"))
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-starts_on", "name_en"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="programme_dates_in_order",
                violation_error_message=_("The end lies before the start."),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name_en, self.name_ko)

    @property
    def summary(self) -> LongText:
        return LongText(en=self.summary_en, ko=self.summary_ko)


class ProgrammeManagerQuerySet(models.QuerySet["ProgrammeManager"]):
    def in_force(self) -> "ProgrammeManagerQuerySet":
        """Of accounts that are active, for agencies that take part in the programme."""
        return self.filter(officer__user__is_active=True, programme__agencies=models.F("officer__agency"))


@pghistory.track()
class ProgrammeManager(models.Model):
    """An officer who manages the programme for their agency; nobody else may change its calls."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="managers")
    officer = models.ForeignKey(AgencyOfficer, on_delete=models.CASCADE, related_name="managed")

    objects: ClassVar[Any] = ProgrammeManagerQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme manager")
        verbose_name_plural = _("programme managers")
        constraints = [models.UniqueConstraint(fields=["programme", "officer"], name="programme_manager_once")]

    def __str__(self) -> str:
        return f"{self.officer} · {self.programme}"


@pghistory.track()
class ProgrammeTopic(models.Model):
    """A theme of the programme (human-machine teaming, semiconductors …), in both languages; read by the matching."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="topics")
    name_en = OneLineField(_("name in English"), max_length=200)
    name_ko = OneLineField(_("name in Korean"), max_length=200)
    text_en = BoundedTextField(_("description in English"), max_length=4000, blank=True)
    text_ko = BoundedTextField(_("description in Korean"), max_length=4000, blank=True)
    research_topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("research topics"))

    class Meta:
        verbose_name = _("programme topic")
        verbose_name_plural = _("programme topics")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["programme", "name_en"], name="programme_topic_once")]

    def __str__(self) -> str:
        return in_language(self.name_en, self.name_ko)
