"""The team: invited by name and address, accepted and signed off by the invited person alone."""

import uuid
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import BoundedTextField, OneLineField
from exchange.people.enums import Side
from exchange.people.models import Researcher
from exchange.proposals.enums import MemberState, Role
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal

TAKES_PART = (MemberState.INVITED, MemberState.ACCEPTED)
# Of one invitation: nobody's mailbox is filled in our name.
BETWEEN_SENDINGS = timedelta(days=1)
MOST_SENDINGS = 5


@pghistory.track()
class TeamMember(models.Model):
    """``researcher`` is set when the invited person accepts. What they declare is theirs to write and sign."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="members")
    researcher = models.ForeignKey(
        Researcher, on_delete=models.SET_NULL, null=True, blank=True, related_name="memberships"
    )
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)
    role = models.CharField(_("role"), max_length=6, choices=Role.choices)
    state = models.CharField(_("state"), max_length=8, choices=MemberState.choices, default=MemberState.INVITED)
    name = OneLineField(_("name"), max_length=150)
    email = models.EmailField(_("email address"))
    organisation = OneLineField(_("organisation"), max_length=300, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited"), auto_now_add=True)
    last_sent_at = models.DateTimeField(_("invitation last sent"), default=timezone.now)
    times_sent = models.PositiveSmallIntegerField(_("times the invitation was sent"), default=1)
    replied_at = models.DateTimeField(_("replied"), null=True, blank=True)
    projects_at_once = models.PositiveSmallIntegerField(
        _("funded projects now, without this one"), null=True, blank=True
    )
    projects_as_pi = models.PositiveSmallIntegerField(_("of these as principal investigator"), null=True, blank=True)
    last_collaboration_on = models.DateField(
        _("last funded collaboration with the other country"), null=True, blank=True
    )
    foreign_support = BoundedTextField(
        _("support from foreign governments or bodies"),
        max_length=2000,
        blank=True,
        help_text=_("“None” is an answer."),
    )
    signed_off_at = models.DateTimeField(_("signed off"), null=True, blank=True)
    left_reason = models.CharField(_("why declined, left or removed"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team members")
        ordering = ["proposal", "side", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "side"],
                condition=models.Q(role=Role.PI, state__in=TAKES_PART),
                name="team_one_pi_per_side",
                violation_error_message=_("This side has its principal investigator already."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "researcher"],
                condition=models.Q(state__in=TAKES_PART) & models.Q(researcher__isnull=False),
                name="team_person_once",
                violation_error_message=_("This person is in the team already."),
            ),
            models.UniqueConstraint(
                models.functions.Lower("email"),
                "proposal",
                condition=models.Q(state__in=TAKES_PART),
                name="team_address_once",
                violation_error_message=_("This person is in the team already."),
            ),
        ]
        triggers = [note_change()]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"

    @property
    def has_accepted(self) -> bool:
        return self.state == MemberState.ACCEPTED

    @property
    def sent_again_from(self) -> datetime | None:
        """When the invitation may be sent once more; ``None`` where it was answered, or sent often enough."""
        is_over = self.state != MemberState.INVITED or self.times_sent >= MOST_SENDINGS
        return None if is_over else self.last_sent_at + BETWEEN_SENDINGS

    @property
    def may_be_sent_again(self) -> bool:
        return self.sent_again_from is not None and self.sent_again_from <= timezone.now()

    @property
    def has_signed_off(self) -> bool:
        return self.signed_off_at is not None
