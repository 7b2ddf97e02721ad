"""What a team answers."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.models import answers
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.models.changes import note_change
from exchange.proposals.models.proposal import Proposal


@pghistory.track()
class Answer(answers.Answer):
    """One side's answer to one question; ``side`` is empty for an answer of the whole team."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    stage = models.CharField(_("stage"), max_length=15, choices=StageKind.choices)
    side = models.CharField(_("side"), max_length=2, choices=Side.choices, blank=True)

    class Meta(answers.Answer.Meta):
        ordering = ["proposal", "stage", "question", "side"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage", "question", "side"], name="answer_once"),
        ]
        triggers = [note_change()]

    def __str__(self) -> str:
        return f"{self.question} ({self.side or '–'})"
