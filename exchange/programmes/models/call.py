"""A call, its draft definition, every version that was ever published, and its stages with what moves a deadline."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.values.text import Text
from exchange.http.fields import OneLineField
from exchange.people.models.user import validate_time_zone
from exchange.programmes.enums import CallState, StageKind
from exchange.programmes.models.programme import Programme, ProgrammeTopic
from exchange.programmes.values.definition import CallDefinition


class CallQuerySet(models.QuerySet["Call"]):
    def public(self) -> "CallQuerySet":
        return self.exclude(state=CallState.DRAFT)


@pghistory.track()
class Call(models.Model):
    """``draft`` is what the managers edit; applicants see ``version``, the newest published one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="calls")
    state = models.CharField(_("state"), max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    title_en = OneLineField(_("title in English"), max_length=300)
    title_ko = OneLineField(_("title in Korean"), max_length=300, blank=True)
    topics = models.ManyToManyField(ProgrammeTopic, blank=True, related_name="calls", verbose_name=_("topics"))
    draft = models.JSONField(_("definition being edited"), default=dict, encoder=DjangoJSONEncoder)
    revision = models.PositiveIntegerField(_("revision of the draft"), default=0)
    version = models.ForeignKey(
        "programmes.CallVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    is_example = models.BooleanField(_("example, check the official notice"), default=False)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="copies")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True, db_index=True)

    objects: ClassVar[CallQuerySet] = CallQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(version__isnull=False),
                name="call_published_has_version",
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("call-detail", args=[self.public_id])

    @property
    def title(self) -> Text:
        return Text(en=self.title_en, ko=self.title_ko)

    @property
    def is_public(self) -> bool:
        return self.state != CallState.DRAFT

    @property
    def next_stage(self) -> "Stage | None":
        """The stage that takes submissions and closes next; ``None`` when all are over or the call was closed."""
        if self.state == CallState.CLOSED:
            return None
        ahead = [stage for stage in self.stages.all() if stage.takes_submissions and stage.closes_at > timezone.now()]
        return min(ahead, key=lambda stage: stage.closes_at, default=None)

    @property
    def is_open(self) -> bool:
        """Whether anybody may begin a proposal now."""
        now = timezone.now()
        windows = (stage for stage in self.stages.all() if stage.takes_submissions and not stage.by_invitation)
        return self.state == CallState.PUBLISHED and any(one.opens_at <= now < one.closes_at for one in windows)

    @property
    def draft_definition(self) -> CallDefinition:
        return CallDefinition.model_validate(self.draft)

    @property
    def definition(self) -> CallDefinition:
        """What applicants see; of a call that was never published, its draft."""
        return self.version.definition if self.version else self.draft_definition


class CallVersion(models.Model):
    """A definition as it was published; never changes."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("definition"), encoder=DjangoJSONEncoder)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(_("published"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a call")
        verbose_name_plural = _("versions of calls")
        ordering = ["call", "-number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="call_version_once")]
        triggers = [
            pgtrigger.ReadOnly(name="version_never_changes", fields=["call", "number", "content", "published_at"])
        ]

    def __str__(self) -> str:
        return f"{self.call} · {self.number}"

    @property
    def definition(self) -> CallDefinition:
        return CallDefinition.model_validate(self.content)


@pghistory.track()
class Stage(models.Model):
    """The window that guards submissions; written when the call is published and by an extension, nowhere else."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=15, choices=StageKind.choices)
    place = models.PositiveSmallIntegerField(_("place in the order"))
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), db_index=True)
    time_zone = models.CharField(_("time zone of the notice"), max_length=64, validators=[validate_time_zone])
    by_invitation = models.BooleanField(_("by invitation"), default=False)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["call", "place"]
        constraints = [
            models.UniqueConstraint(fields=["call", "kind"], name="stage_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="stage_window_in_order",
                violation_error_message=_("A stage must close after it opens."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def takes_submissions(self) -> bool:
        return StageKind(self.kind).takes_submissions


@pghistory.track()
class StageExtension(models.Model):
    """A closing instant that was moved back, by whom and why."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="extensions")
    old_closes_at = models.DateTimeField(_("closed before at"))
    new_closes_at = models.DateTimeField(_("closes now at"))
    reason = models.CharField(_("reason"), max_length=500)
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    extended_at = models.DateTimeField(_("extended"), auto_now_add=True)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-extended_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(new_closes_at__gt=models.F("old_closes_at")),
                name="extension_moves_back",
                violation_error_message=_("An extension must end later than before."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.new_closes_at:%Y-%m-%d %H:%M}"


def new_code() -> str:
    return uuid.uuid4().hex[:12]


@pghistory.track()
class LateCode(models.Model):
    """Lets a few submit after the deadline: limited in number and time, each use a conditional update."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="late_codes")
    code = models.CharField(_("code"), max_length=12, unique=True, default=new_code)
    uses_left = models.PositiveSmallIntegerField(_("uses left"), default=1, validators=[MinValueValidator(0)])
    expires_at = models.DateTimeField(_("expires"))
    reason = models.CharField(_("reason"), max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("late-entry code")
        verbose_name_plural = _("late-entry codes")
        ordering = ["-made_at"]

    def __str__(self) -> str:
        """Not the code itself: it lets in whoever reads it."""
        return f"{self.code[:4]}…"
