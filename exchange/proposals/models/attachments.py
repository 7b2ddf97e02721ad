"""Files that a team uploads."""

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.enums import FileState
from exchange.dossiers.models import attachments
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal


@pghistory.track()
class Attachment(attachments.Attachment):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="attachments")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices)

    class Meta(attachments.Attachment.Meta):
        ordering = ["proposal", "document", "-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "stage", "document", "side"],
                condition=models.Q(state=FileState.CURRENT),
                name="attachment_one_current",
            )
        ]
        triggers = [note_change()]

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.public_id])

    @property
    def folder(self) -> str:
        return f"proposals/{self.proposal.public_id}"
