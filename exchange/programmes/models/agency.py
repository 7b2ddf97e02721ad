"""Funding agencies and the people who act for them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.people.models.user import validate_time_zone
from exchange.people.values.bilingual import in_language

BOTH_SIDES = _("This person acts for an agency of the other side. Nobody acts for both: remove that office first.")


@pghistory.track()
class Agency(models.Model):
    code = models.SlugField(_("short name"), max_length=20, unique=True, help_text=_("e.g. iitp; part of addresses"))
    name_en = OneLineField(_("name in English"), max_length=200)
    name_ko = OneLineField(_("name in Korean"), max_length=200)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    languages = ArrayField(
        models.CharField(max_length=5, choices=settings.LANGUAGES), verbose_name=_("languages"), default=list
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Seoul", validators=[validate_time_zone])
    currency = models.CharField(_("currency"), max_length=3, choices=Currency.choices)
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(
        _("contact by email"),
        blank=True,
        help_text=_("An office’s address rather than a person’s: everybody can read it."),
    )
    contact_page = models.URLField(
        _("contact page"), blank=True, help_text=_("Where applicants find telephone numbers, hours or a form.")
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name_en"]
        triggers = [pgtrigger.ReadOnly(name="side_stays", fields=["side"])]

    def __str__(self) -> str:
        return in_language(self.name_en, self.name_ko)

    @property
    def is_reachable(self) -> bool:
        """Whether it has said where to turn with a question."""
        return bool(self.contact_email or self.contact_page)

    @property
    def language_names(self) -> list[str]:
        known = dict(settings.LANGUAGES)
        return [str(known[code]) for code in self.languages if code in known]


# The account is locked, so that of two offices given at once the second one sees the first.
_ONE_SIDE = """
    PERFORM 1 FROM people_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM programmes_agencyofficer AS held
        JOIN programmes_agency AS theirs ON theirs.id = held.agency_id
        JOIN programmes_agency AS ours ON ours.id = NEW.agency_id
        WHERE held.user_id = NEW.user_id AND theirs.side <> ours.side
    ) THEN
        RAISE EXCEPTION 'officer_on_one_side' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class AgencyOfficer(models.Model):
    """A person who acts for an agency, and what else they may do for it follows: the second factor is demanded, people of
    the agency's side are seen, and for the programmes they manage all that managers do.

    Offices of one person are on one side; another agency is another office.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="officers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agency_offices")
    title = OneLineField(_("office"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("agency officer")
        verbose_name_plural = _("agency officers")
        ordering = ["agency", "id"]
        constraints = [models.UniqueConstraint(fields=["agency", "user"], name="officer_once")]
        triggers = [
            pgtrigger.ReadOnly(name="office_stays", fields=["agency", "user"]),
            pgtrigger.Trigger(
                name="officer_on_one_side", when=pgtrigger.Before, operation=pgtrigger.Insert, func=_ONE_SIDE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.agency})"

    def clean(self) -> None:
        """For forms; the trigger stands behind it."""
        agency: Agency | None = getattr(self, "agency", None)  # lacking in a form, which says so itself
        held = AgencyOfficer.objects.filter(user=self.user_id)
        if agency is not None and held.exclude(agency__side=agency.side).exists():
            raise ValidationError(BOTH_SIDES)
