"""Organisations as ROR records them, with every name they can be found by."""

from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.people.enums import NameKind, Side
from exchange.people.values.bilingual import reads_korean
from exchange.people.values.mail_domains import can_speak_for_organisation, normal_domain
from exchange.people.values.spelling import fold


@pghistory.track()
class Organisation(models.Model):
    ror_id = models.CharField(
        "ROR",
        max_length=32,
        unique=True,
        help_text=_("Full ROR address, e.g. https://ror.org/05apxxy63; “local:…” for one that a person entered."),
    )
    name = OneLineField(_("name"), max_length=300)
    name_ko = OneLineField(_("Korean name"), max_length=300, blank=True)
    folded_name = models.CharField(max_length=300, editable=False, default="")
    country = models.CharField(
        _("country"), max_length=2, choices=Side.choices, blank=True, help_text=_("Empty: neither Korea nor the US.")
    )
    city = OneLineField(_("city"), max_length=120, blank=True)
    types = ArrayField(models.CharField(max_length=20), verbose_name=_("types"), default=list, blank=True)
    domains = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("domains"),
        default=list,
        blank=True,
        help_text=_("A verified mail address in one of them, or below it, confirms that a person belongs here."),
    )

    is_verified = models.BooleanField(
        _("verified"), default=True, help_text=_("Off: a person entered it; an administrator merges or verifies it.")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["folded_name", "country"],
                condition=models.Q(is_verified=False),
                name="organisation_entered_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded_name = fold(self.name)[:300]
        super().save(*args, **kwargs)
        self.add_names()

    def clean(self) -> None:
        domains = list(map(normal_domain, self.domains))
        if not all(map(can_speak_for_organisation, domains)):
            text = _("Only domains that are the organisation’s own: no mail provider, and nothing that others share.")
            raise ValidationError({"domains": text})
        self.domains = domains

    def add_names(self) -> None:
        """See that the organisation is found by the names it is shown with."""
        shown = [(self.name, ""), (self.name_ko, "ko")]
        OrganisationName.objects.bulk_create(
            [
                OrganisationName(
                    organisation=self, text=text, folded=fold(text)[:300], kind=NameKind.LABEL, language=language
                )
                for text, language in shown
                if text
            ],
            ignore_conflicts=True,
        )

    @property
    def label(self) -> str:
        """In the reader's language, where ROR has it."""
        return self.name_ko if self.label_language == "ko" else self.name

    @property
    def label_language(self) -> str:
        return "ko" if self.name_ko and reads_korean() else "en"

    @property
    def side(self) -> Side | None:
        return Side(self.country) if self.country else None


class OrganisationName(models.Model):
    """One spelling under which an organisation is found; ``folded`` is what search compares."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    text = OneLineField(_("name"), max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=NameKind.choices)
    language = models.CharField(_("language"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("organisation name")
        verbose_name_plural = _("organisation names")
        constraints = [models.UniqueConstraint(fields=["organisation", "text"], name="organisation_name_once")]
        indexes = [models.Index(fields=["folded"], name="orgname_folded_prefix", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.text)[:300]
        super().save(*args, **kwargs)


class OrganisationLink(models.Model):
    """``child`` belongs to ``parent`` (ROR relationships of type parent/child)."""

    parent = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="child_links")
    child = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parent_links")

    class Meta:
        verbose_name = _("organisation link")
        verbose_name_plural = _("organisation links")
        constraints = [
            models.UniqueConstraint(fields=["parent", "child"], name="organisation_link_once"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("child")), name="organisation_not_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.parent} › {self.child}"
