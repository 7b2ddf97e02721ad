"""Opinions about the facts: passages and their vectors, runs, suggested matches; and what people decided on them.

A *pair* is the lasting identity of "these two"; a *match* is what the newest run thinks of it and may vanish;
decisions, opinions and introductions belong to the pair and stay.
"""

from matching.models.background import Background
from matching.models.change import EVERYTHING, PROJECT, PUBLISHING, RESEARCHER, ChangedSubject
from matching.models.decision import Decision, Introduction, Opening, Reaction
from matching.models.pair import Evidence, Match, Pair, PairQuerySet
from matching.models.passage import INDEXED_DIMENSIONS, Embedding, Passage, dimensions_of, join_document
from matching.models.run import Policy, Run
from matching.models.shard import FoundMeeting, FoundPair, Shard
from matching.models.standing import Standing
from matching.models.watched import WatchedResearcher

__all__ = [
    "EVERYTHING",
    "INDEXED_DIMENSIONS",
    "PROJECT",
    "PUBLISHING",
    "RESEARCHER",
    "Background",
    "ChangedSubject",
    "Decision",
    "Embedding",
    "Evidence",
    "FoundMeeting",
    "FoundPair",
    "Introduction",
    "Match",
    "Opening",
    "Pair",
    "PairQuerySet",
    "Passage",
    "Policy",
    "Reaction",
    "Run",
    "Shard",
    "Standing",
    "WatchedResearcher",
    "dimensions_of",
    "join_document",
]
