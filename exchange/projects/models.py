"""A project: a piece of research that seeks partners."""

import uuid
from typing import Any, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import BoundedTextField, OneLineField
from exchange.people.enums import Side
from exchange.people.models import Organisation, Researcher, Resource, SearchEntry, Topic
from exchange.people.values.spelling import words
from exchange.projects.enums import ProjectStatus


class ProjectQuerySet(models.QuerySet["Project"]):
    def open(self) -> "ProjectQuerySet":
        return self.filter(status=ProjectStatus.OPEN)

    def touch(self) -> int:
        """Mark projects as changed, so that the next refresh reads them again."""
        return self.update(changed_at=timezone.now())


@pghistory.track()
class Project(models.Model):
    """Without ``lead`` it was imported from a public award list: nobody here answers for it yet."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    external_id = models.CharField(_("external id"), max_length=100, null=True, blank=True, unique=True)
    title = OneLineField(_("title"), max_length=300)
    summary = BoundedTextField(_("summary"), max_length=10_000)
    aims = BoundedTextField(_("aims"), max_length=4000, blank=True)
    lead = models.ForeignKey(
        Researcher, on_delete=models.CASCADE, null=True, blank=True, related_name="projects", verbose_name=_("lead")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("organisation"),
    )
    organisation_text = OneLineField(_("organisation as given in the source"), max_length=300, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Side.choices)
    topics = models.ManyToManyField(Topic, blank=True, related_name="projects", verbose_name=_("topics"))
    sides_wanted = ArrayField(
        models.CharField(max_length=2, choices=Side.choices),
        verbose_name=_("partners wanted from"),
        default=list,
        blank=True,
    )
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    funding = models.CharField(_("funding"), max_length=300, blank=True, help_text=_("Funder and programme, in words."))
    amount_minor = models.BigIntegerField(_("amount in minor units"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=ProjectStatus.choices, default=ProjectStatus.DRAFT)
    closed_reason = models.CharField(_("why it was closed"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True)

    objects: ClassVar[Any] = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="project_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="project_dates_in_order",
                violation_error_message=_("The end lies before the start."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount_minor__isnull=True) | ~models.Q(currency=""),
                name="project_amount_has_currency",
                violation_error_message=_("An amount needs its currency."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        ProjectSearch.refresh([self])

    def get_absolute_url(self) -> str:
        return reverse("project-detail", args=[self.public_id])

    def clean(self) -> None:
        if self.organisation is not None:
            self.country = self.organisation.country

    @property
    def search_keys(self) -> set[str]:
        """Organisation and topics have names of their own."""
        texts = (self.title, self.summary, self.aims, self.funding, self.organisation_text)
        return set[str]().union(*map(words, texts))

    @property
    def side(self) -> Side:
        return Side(self.country)

    @property
    def amount(self) -> int | None:
        """Whole units of the currency, for display; KRW has no minor unit."""
        if self.amount_minor is None:
            return None
        return self.amount_minor if self.currency == "KRW" else self.amount_minor // 100

    @property
    def is_open(self) -> bool:
        return self.status == ProjectStatus.OPEN


class ProjectSearch(SearchEntry):
    subject = models.OneToOneField(
        Project, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name=_("project")
    )

    class Meta(SearchEntry.Meta):
        verbose_name = _("search entry of a project")
        verbose_name_plural = _("search entries of projects")

    def __str__(self) -> str:
        return str(self.subject)


@pghistory.track()
class ProjectResource(Resource):
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="resources")

    class Meta(Resource.Meta):
        verbose_name = _("offer or need of a project")
        verbose_name_plural = _("offers and needs of projects")
        constraints = [
            models.UniqueConstraint(fields=["project", "direction", "kind", "text"], name="project_resource_once")
        ]
