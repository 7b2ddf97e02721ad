"""What people said of a pair and decided on it; it stays whatever later runs think."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import BoundedTextField
from exchange.people.enums import Side
from exchange.people.models import Researcher
from matching.enums import Action, Opinion, OpinionReason, Reply
from matching.models.change import notes_both_ends
from matching.models.pair import Pair, marks_pair_seen


@pghistory.track()
class Reaction(models.Model):
    """A researcher's opinion of a suggestion; "not for me" keeps the pair out of later runs."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="reactions")
    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="reactions")
    opinion = models.CharField(_("opinion"), max_length=12, choices=Opinion.choices)
    reason = models.CharField(_("reason"), max_length=15, choices=OpinionReason.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["pair", "researcher"], name="reaction_once")]
        triggers = [notes_both_ends()]

    def __str__(self) -> str:
        return f"{self.researcher}: {self.get_opinion_display()}"


class Opening(models.Model):
    """That a side's managers have read a pair: the first of them, and when; rows are only ever added."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="openings")
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"), auto_now_add=True)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering = ["opened_at", "id"]
        constraints = [models.UniqueConstraint(fields=["pair", "side"], name="opening_once_a_side")]
        triggers = [marks_pair_seen()]

    def __str__(self) -> str:
        return f"{self.get_side_display()} · {self.pair}"


@pghistory.track()
class Decision(models.Model):
    """What a manager did to a pair, when and why; rows are only ever added."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="decisions")
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    side = models.CharField(
        _("side"), max_length=2, choices=Side.choices, blank=True, help_text=_("For which side it was decided.")
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-id"]
        triggers = [marks_pair_seen()]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.pair}"


@pghistory.track()
class Introduction(models.Model):
    """A manager brings two parties together; both accept, and contact details open up."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="introduction")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = BoundedTextField(_("message to both"), max_length=2000, blank=True)
    introduced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    introduced_at = models.DateTimeField(_("introduced"), auto_now_add=True)
    researcher_reply = models.CharField(
        _("reply of the researcher"), max_length=8, choices=Reply.choices, default=Reply.PENDING
    )
    other_reply = models.CharField(
        _("reply of the other side"), max_length=8, choices=Reply.choices, default=Reply.PENDING
    )
    researcher_replied_at = models.DateTimeField(null=True, blank=True)
    other_replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-introduced_at", "-id"]

    def __str__(self) -> str:
        return str(self.pair)

    def reply_of(self, researcher: Researcher) -> Reply:
        is_first = researcher.pk == self.pair.researcher_id
        return Reply(self.researcher_reply if is_first else self.other_reply)

    @property
    def is_connected(self) -> bool:
        return self.researcher_reply == self.other_reply == Reply.ACCEPTED
