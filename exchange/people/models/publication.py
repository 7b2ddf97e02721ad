"""Publications and the jobs that fetch them."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import BoundedTextField, OneLineField
from exchange.jobs.models import LeasedJob
from exchange.people.enums import (
    FETCHED_SOURCES,
    ImportFailure,
    ImportState,
    PublicationSource,
    RefusalReason,
    UnreadableReason,
)
from exchange.people.models.researcher import Researcher
from exchange.people.values.publications import NAMELESS, Planned


@pghistory.track()
class Publication(models.Model):
    """A work by one researcher. The same work of two researchers is two rows: each chooses what represents them."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="publications")
    title = OneLineField(_("title"), max_length=500)
    folded_title = models.CharField(max_length=500, editable=False)
    abstract = BoundedTextField(_("abstract"), max_length=10_000, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, validators=[MinValueValidator(1500), MaxValueValidator(2200)]
    )
    venue = OneLineField(_("venue"), max_length=300, blank=True)
    authors = ArrayField(models.CharField(max_length=200), verbose_name=_("authors"), default=list, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True, help_text=_("Lower case, without https://doi.org/"))
    source = models.CharField(_("source"), max_length=10, choices=PublicationSource.choices)
    is_representative = models.BooleanField(
        _("represents me"),
        default=True,
        help_text=_("Only these are read by the matching. The choice survives later imports."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = [models.F("year").desc(nulls_last=True), "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "doi"],
                condition=~models.Q(doi=""),
                name="publication_doi_once",
                violation_error_message=_("A publication with this DOI is in your list already."),
            ),
            models.UniqueConstraint(
                # Two works with a DOI each are two works, whatever their titles.
                fields=["researcher", "folded_title", "year"],
                condition=models.Q(doi=""),
                name="publication_title_and_year_once",
                nulls_distinct=False,
                violation_error_message=_("A publication with this title and year is in your list already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PublicationImport(LeasedJob):
    """One import, at once or in the background: what would become of its entries until it is confirmed, then what did."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="publication_imports")
    source = models.CharField(_("source"), max_length=10, choices=PublicationSource.choices)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.QUEUED)
    payload = models.TextField(_("what was asked for"), blank=True)
    is_confirmed = models.BooleanField(
        _("confirmed"), default=True, help_text=_("Else it only says what would become of each entry.")
    )
    plan = models.JSONField(
        _("plan"), default=list, blank=True, help_text=_("Of each entry: title, year, and with what it is merged.")
    )
    total = models.PositiveIntegerField(_("expected"), null=True, blank=True)
    found = models.PositiveIntegerField(_("found"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    merged = models.PositiveIntegerField(_("merged with one already there"), default=0)
    left_out = models.PositiveIntegerField(_("left out, beyond the bound"), default=0)
    rejected = models.JSONField(
        _("rejected entries"), default=list, blank=True, help_text=_("Pairs: the entry and the reason.")
    )
    error = models.CharField(
        _("error"), max_length=20, blank=True, choices=[*ImportFailure.choices, *UnreadableReason.choices]
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("publication import")
        verbose_name_plural = _("publication imports")
        ordering = ["-created_at", "-id"]
        constraints = [
            # Pressing twice must not fetch twice.
            models.UniqueConstraint(
                fields=["researcher"],
                condition=models.Q(state__in=["queued", "running"]),
                name="publication_import_one_at_a_time",
                violation_error_message=_("An import is under way. Wait until it is finished."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_bibliography(self) -> bool:
        return self.source not in FETCHED_SOURCES

    @property
    def planned(self) -> list[Planned]:
        return [Planned(*row) for row in self.plan]

    @property
    def additions(self) -> list[Planned]:
        """What a preview says is new."""
        return [one for one in self.planned if one.into is None]

    @property
    def merges(self) -> list[Planned]:
        """What a preview says is there already."""
        return [one for one in self.planned if one.into is not None]

    @property
    def refusals(self) -> list[tuple[str, str, int | None]]:
        """The rejected entries with their reasons in the reader's language, and their lines where they have some."""
        labels = dict(RefusalReason.choices)
        rows = ((self._called(name), reason, line[0] if line else None) for name, reason, *line in self.rejected)
        return [(name, str(labels.get(reason, reason)), line) for name, reason, line in rows]

    @staticmethod
    def _called(name: str) -> str:
        return gettext("An entry without a name") if name == NAMELESS else name
