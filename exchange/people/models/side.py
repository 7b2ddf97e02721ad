"""Whether a person belongs to the side that they say: decided line by line, one line in force."""

from typing import Any, ClassVar

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side, SideGround, SideOutcome
from exchange.people.models.organisation import Organisation
from exchange.people.models.researcher import Researcher
from exchange.people.models.user import User

LONGEST_REASON = 500


def ends_what_confirmed(ground: SideGround, *, where: str) -> str:
    """Body of a trigger on what spoke for a person's side and goes: ends the decision that rests on it.

    ``where`` says in SQL which ``decision`` on that ground. The person is taken first, as whoever decides takes them: of
    two at once the second one waits.
    """
    return f"""
    PERFORM FROM people_researcher WHERE user_id = OLD.user_id FOR UPDATE;
    WITH ended AS (
        UPDATE people_sidedecision AS decision SET ended_at = clock_timestamp()
        FROM people_researcher AS person
        WHERE person.id = decision.researcher_id AND person.user_id = OLD.user_id
            AND decision.ended_at IS NULL AND decision.ground = '{ground.value}' AND {where}
        RETURNING decision.researcher_id
    )
    UPDATE people_researcher SET changed_at = clock_timestamp() WHERE id IN (SELECT researcher_id FROM ended);
    RETURN NULL;
"""  # noqa: S608 (nothing in it comes from outside)


class SideDecisionQuerySet(models.QuerySet["SideDecision"]):
    def in_force(self) -> "SideDecisionQuerySet":
        return self.filter(ended_at__isnull=True)


def side_decided(researcher: str = "pk", country: str = "country") -> Exists:
    """Condition on people, or on rows with one: there is a decision on the side they are on, whatever it says."""
    decided = SideDecision.objects.in_force()
    return Exists(decided.filter(researcher=OuterRef(researcher), side=OuterRef(country)))


def side_confirmed(researcher: str = "pk", country: str = "country") -> Exists:
    """The same: the side they are on is confirmed. A decision on another side says nothing of this one."""
    confirmed = SideDecision.objects.in_force().filter(outcome=SideOutcome.CONFIRMED)
    return Exists(confirmed.filter(researcher=OuterRef(researcher), side=OuterRef(country)))


@pghistory.track()
class SideDecision(models.Model):
    """That a person at ``organisation`` belongs to ``side``, or that this was refused; in force until it is ended."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="side_decisions")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="side_decisions",
        verbose_name=_("organisation"),
    )
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    outcome = models.CharField(_("decision"), max_length=10, choices=SideOutcome.choices)
    ground = models.CharField(_("ground"), max_length=10, choices=SideGround.choices)
    reason = models.CharField(
        _("reason"),
        max_length=LONGEST_REASON,
        blank=True,
        help_text=_("Of an officer in their words; of an address its domain."),
    )
    asked_again = models.CharField(
        _("asked again"),
        max_length=LONGEST_REASON,
        blank=True,
        help_text=_("What the person said when they asked that a refusal be looked at again, which ended it."),
    )
    decided_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects: ClassVar[Any] = SideDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on a side")
        verbose_name_plural = _("decisions on sides")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["researcher"], condition=models.Q(ended_at__isnull=True), name="side_decision_one_in_force"
            ),
            models.CheckConstraint(
                condition=~models.Q(ground=SideGround.OFFICER) | ~models.Q(reason=""),
                name="side_decision_of_officer_has_reason",
                violation_error_message=_("Give a reason."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.researcher}: {self.get_side_display()}, {self.get_outcome_display()}"

    @property
    def told(self) -> str:
        """What was decided, by whom or on what ground, and when: for whoever would decide once more."""
        whence = self.decided_by.known_as if self.decided_by else self.get_ground_display()
        when = date_format(timezone.localtime(self.decided_at), "SHORT_DATETIME_FORMAT")
        return f"{self.get_outcome_display()} · {whence} · {when}"

    def is_settled_as(self, outcome: str) -> bool:
        """An officer has said so. What an address or ORCID says may still become an officer's word."""
        return self.ground == SideGround.OFFICER and self.outcome == outcome
