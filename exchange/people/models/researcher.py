"""The researcher's profile."""

import uuid
from typing import Any, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import BoundedTextField, OneLineField
from exchange.people.enums import Audience, CareerStage, Direction, Language, ProfileField, ResourceKind, Side
from exchange.people.models.organisation import Organisation
from exchange.people.models.searchable import SearchEntry
from exchange.people.models.topic import Topic
from exchange.people.models.user import User
from exchange.people.values.publications.identifiers import read_orcid
from exchange.people.values.spelling import name_keys, words

STATEMENT_LIMIT = 4000


def validate_orcid(text: str) -> None:
    """Raise ``ValidationError`` unless form and check digit are right: most slips of the pen make another iD."""
    if read_orcid(text) != text:
        raise ValidationError(_("This is not an ORCID iD: it looks like 0000-0002-1825-0097."))


def default_visibility() -> dict[str, str]:
    """Contact details open with a connection; the rest is for members the person may be shown to."""
    return {
        field: Audience.CONNECTIONS if field == ProfileField.EMAIL else Audience.MEMBERS
        for field in ProfileField.values
    }


class ResearcherQuerySet(models.QuerySet["Researcher"]):
    def touch(self) -> int:
        """Mark profiles as changed, so that the next refresh reads them again."""
        return self.update(changed_at=timezone.now())


@pghistory.track()
class Researcher(models.Model):
    """A profile. Without ``user`` it was imported by an operator and nobody has claimed it yet."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, blank=True, related_name="researcher")
    external_id = models.CharField(_("external id"), max_length=100, null=True, blank=True, unique=True)
    name_romanised = OneLineField(_("name in Latin letters"), max_length=150)
    name_native = OneLineField(_("name in Hangul or native script"), max_length=150, blank=True)
    country = models.CharField(
        _("country of the institution"),
        max_length=2,
        choices=Side.choices,
        blank=True,
        help_text=_("Follows from the organisation where there is one; also the home region of this record."),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="researchers",
        verbose_name=_("organisation"),
    )
    department = OneLineField(_("department"), max_length=200, blank=True)
    career_stage = models.CharField(_("career stage"), max_length=20, choices=CareerStage.choices, blank=True)
    statement_en = BoundedTextField(_("research statement in English"), max_length=STATEMENT_LIMIT, blank=True)
    statement_ko = BoundedTextField(_("research statement in Korean"), max_length=STATEMENT_LIMIT, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, related_name="researchers", verbose_name=_("topics"))
    languages = ArrayField(
        models.CharField(max_length=2, choices=Language.choices),
        verbose_name=_("working languages"),
        default=list,
        blank=True,
    )
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    orcid = models.CharField("ORCID iD", max_length=19, blank=True, validators=[validate_orcid])
    openalex_id = models.CharField(_("OpenAlex author id"), max_length=20, blank=True)
    visibility = models.JSONField(_("who sees what"), default=default_visibility)
    is_listed = models.BooleanField(
        _("take part in matching"),
        default=True,
        help_text=_("Off: the profile is neither matched nor found in search."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, db_index=True)

    objects: ClassVar[Any] = ResearcherQuerySet.as_manager()

    class Meta:
        verbose_name = _("researcher")
        verbose_name_plural = _("researchers")
        ordering = ["name_romanised", "id"]
        indexes = [models.Index(fields=["name_romanised", "id"], name="researcher_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(available_until__isnull=True)
                | models.Q(available_from__isnull=True)
                | models.Q(available_until__gte=models.F("available_from")),
                name="researcher_availability_in_order",
                violation_error_message=_("The last available day lies before the first."),
            ),
            models.UniqueConstraint(fields=["orcid"], condition=~models.Q(orcid=""), name="researcher_orcid_once"),
        ]

    def __str__(self) -> str:
        return self.name_romanised

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        ResearcherSearch.refresh([self])

    def clean(self) -> None:
        if self.organisation is not None:
            self.country = self.organisation.country

    @property
    def search_keys(self) -> set[str]:
        """Of what everybody who sees the person may read; the organisation has names of its own."""
        texts = (self.statement_en, self.statement_ko)
        return name_keys(self.name_romanised, self.name_native).union(*map(words, texts))

    @property
    def side(self) -> Side | None:
        return Side(self.country) if self.country else None


class ResearcherSearch(SearchEntry):
    subject = models.OneToOneField(
        Researcher, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name=_("researcher")
    )

    class Meta(SearchEntry.Meta):
        verbose_name = _("search entry of a researcher")
        verbose_name_plural = _("search entries of researchers")

    def __str__(self) -> str:
        return str(self.subject)


class Resource(models.Model):
    """One thing offered or sought: same shape for people and projects, so that one can meet the other."""

    direction = models.CharField(_("direction"), max_length=5, choices=Direction.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=ResourceKind.choices)
    text = OneLineField(_("description"), max_length=500)

    class Meta:
        abstract = True
        ordering = ["direction", "id"]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.get_kind_display()}: {self.text}"


@pghistory.track()
class ResearcherResource(Resource):
    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="resources")

    class Meta(Resource.Meta):
        verbose_name = _("offer or need of a researcher")
        verbose_name_plural = _("offers and needs of researchers")
        constraints = [
            models.UniqueConstraint(fields=["researcher", "direction", "kind", "text"], name="researcher_resource_once")
        ]
