"""Funding agencies and the people who act for them."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.people.models.user import validate_time_zone
from exchange.people.values.bilingual import in_language


@pghistory.track()
class Agency(models.Model):
    code = models.SlugField(_("short name"), max_length=20, unique=True, help_text=_("e.g. iitp; part of addresses"))
    name_en = models.CharField(_("name in English"), max_length=200)
    name_ko = models.CharField(_("name in Korean"), max_length=200)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES), verbose_name=_("languages"), default=list
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Seoul", validators=[validate_time_zone])
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name_en"]

    def __str__(self) -> str:
        return in_language(self.name_en, self.name_ko)

    @property
    def language_names(self) -> list[str]:
        known = dict(settings.LANGUAGES)
        return [str(known[code]) for code in self.languages if code in known]


@pghistory.track()
class AgencyOfficer(models.Model):
    """A person who acts for an agency. The account must be a manager's of the same side: that demands the second factor."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="officers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agency_offices")
    title = models.CharField(_("office"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("agency officer")
        verbose_name_plural = _("agency officers")
        ordering = ["agency", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "user"], name="officer_once")]

    def __str__(self) -> str:
        return f"{self.user} ({self.agency})"

    def clean(self) -> None:
        if self.user.manager_side != self.agency.side:
            raise ValidationError(_("Make this account a programme manager of the agency’s side first."))
