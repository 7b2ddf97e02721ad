"""Concept papers of both sides find each other: first review, mutual priorities, a stable matching, joint drafts."""

from exchange.pairing.models.first_review import FirstReview
from exchange.pairing.models.priority import Priority
from exchange.pairing.models.round import PairedPapers, PairingRound

__all__ = ["FirstReview", "PairedPapers", "PairingRound", "Priority"]
