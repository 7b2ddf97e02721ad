"""Closed vocabularies of programmes and calls; stored values never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CallState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")


class When(models.TextChoices):
    """Where a call stands in time, as people ask for it."""

    OPEN = "open", _("Open")
    UPCOMING = "upcoming", _("Opens later")
    CLOSED = "closed", _("Over")
    DRAFT = "draft", _("Drafts")


class TeamFormation(models.TextChoices):
    """When a team comes together."""

    BEFORE = "before", _("Teams form before they apply")
    MATCHMAKING = "matchmaking", _("Partners are matched after the concept papers")
    HOST = "host", _("A host nominates a named person")


class StageKind(models.TextChoices):
    CONCEPT_PAPER = "concept_paper", _("Concept paper")
    WHITE_PAPER = "white_paper", _("White paper")
    FULL_PROPOSAL = "full_proposal", _("Full proposal")
    PRESENTATION = "presentation", _("Presentation")

    @property
    def takes_submissions(self) -> bool:
        return self is not StageKind.PRESENTATION


class Scope(models.TextChoices):
    """Who answers a question."""

    EACH_SIDE = "each_side", _("Each side, in its own language")
    TEAM = "team", _("The team, once")
    KR = "KR", _("The Korean side")
    US = "US", _("The US side")


class InvitationState(models.TextChoices):
    """Of an invitation to an office; that one has expired is never stored."""

    WAITING = "waiting", _("Waiting for an answer")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "Withdrawn")
