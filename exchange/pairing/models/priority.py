"""Whom a concept paper's team would work with."""

import pghistory
from django.db import models

from exchange.dossiers.models import ranking
from exchange.pairing.models.round import PairingRound
from exchange.proposals.models import Proposal


@pghistory.track()
class Priority(ranking.Priority):
    """A paper's wish to work with one of the other side."""

    round = models.ForeignKey(PairingRound, on_delete=models.CASCADE, related_name="priorities")
    chooser = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="priorities")
    counterpart = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="ranked_by")

    class Meta(ranking.Priority.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.chooser} {self.rank}: {self.counterpart}"
