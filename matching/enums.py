"""Closed vocabularies of matching."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PassageKind(models.TextChoices):
    STATEMENT = "statement", _("Research statement")
    PUBLICATION = "publication", _("Publication")
    OFFER = "offer", _("Offer")
    NEED = "need", _("Need")
    AIM = "aim", _("Project text")
    CALL = "call", _("Call text")
    CONCEPT = "concept", _("Concept paper")


class ScorePart(models.TextChoices):
    TOPICAL = "topical", _("Topical affinity")
    GIVE = "give", _("What I offer meets what they seek")
    TAKE = "take", _("What I seek meets what they offer")
    TOPICS = "topics", _("Declared topics")


class Band(models.TextChoices):
    """How well two fit, in the order in which they are shown."""

    STRONG = "strong", _("Strong match")
    POSSIBLE = "possible", _("Possible match")
    WEAK = "weak", _("Weak match")


class RunKind(models.TextChoices):
    FULL = "full", _("Full matching")
    REFRESH = "refresh", _("Refresh (changes only)")
    SUBJECT = "subject", _("One person or project")


class PairState(models.TextChoices):
    """Where a pair stands in the manager's hands."""

    SUGGESTED = "suggested", _("Suggested")
    SHORTLISTED = "shortlisted", _("Shortlisted")
    DISMISSED = "dismissed", _("Dismissed")
    INTRODUCED = "introduced", _("Introduced")
    CONNECTED = "connected", _("Connected")
    DECLINED = "declined", _("Declined")


class Action(models.TextChoices):
    """What a manager did to a pair."""

    SHORTLIST = "shortlist", _("Shortlist")
    DISMISS = "dismiss", _("Dismiss")
    RESTORE = "restore", _("Put back in the queue")
    INTRODUCE = "introduce", _("Introduce")


ALLOWED_IN: dict[Action, tuple[PairState, ...]] = {
    Action.SHORTLIST: (PairState.SUGGESTED,),
    Action.DISMISS: (PairState.SUGGESTED, PairState.SHORTLISTED),
    Action.RESTORE: (PairState.SHORTLISTED, PairState.DISMISSED),
    Action.INTRODUCE: (PairState.SUGGESTED, PairState.SHORTLISTED),
}
"""In which states of a pair each action may be taken."""


class Reply(models.TextChoices):
    """A party's reply to an introduction."""

    PENDING = "pending", _("No answer yet")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")


class IntroductionList(models.TextChoices):
    """Whose introductions are listed. Who is a researcher and a manager has both lists."""

    OWN = "own", _("My own")
    FOLLOWED = "followed", _("Those I follow as a manager")


class Opinion(models.TextChoices):
    """A researcher's reaction to a suggestion."""

    INTERESTED = "interested", _("Interested")
    NOT_FOR_ME = "not_for_me", _("Not for me")


class OpinionReason(models.TextChoices):
    """Why not; stated reasons are counted in the run's report and keep the pair out of later runs."""

    OFF_TOPIC = "off_topic", _("Not my topic")
    ALREADY_KNOWN = "already_known", _("We already work together")
    NO_TIME = "no_time", _("Not at this time")
    COMPETITOR = "competitor", _("We compete")
    OTHER = "other", _("Another reason")


class ListSort(models.TextChoices):
    """Whose list, of whom."""

    PROJECTS = "projects", _("Projects for researchers")
    PARTNERS_KR = "partners_kr", _("US partners for Korean researchers")
    PARTNERS_US = "partners_us", _("Korean partners for US researchers")
    PEOPLE = "people", _("Researchers for projects")


class RunStep(models.TextChoices):
    """Where a run is; in this order."""

    PASSAGES = "passages", _("Reading what changed")
    EMBEDDINGS = "embeddings", _("Embedding texts")
    SCORING = "scoring", _("Scoring pairs")
    RESULTS = "results", _("Writing suggestions")


class Rule(models.TextChoices):
    """Hard rules: a pair that breaks one is never suggested, however close the two are."""

    LISTED = "listed", _("Everybody named takes part in matching")
    CONSENT_BOTH = "consent_both", _("Everyone named agreed to be shown to the other side")
    DIFFERENT_SIDES = "different_sides", _("From the two sides")
    SIDE_WANTED = "side_wanted", _("From a side the project seeks partners in")
    PROJECT_OPEN = "project_open", _("The project seeks partners")
    DATES_OVERLAP = "dates_overlap", _("The times overlap")
    NOT_OWN = "not_own", _("Not one's own project")
    NOT_DISMISSED = "not_dismissed", _("Nobody has set this pair aside")


OF_PROJECTS = (Rule.SIDE_WANTED, Rule.PROJECT_OPEN, Rule.NOT_OWN)
"""What two people without a project have nothing to do with."""


class ContentLanguage(models.TextChoices):
    """In which languages a person's texts are written."""

    KO = "ko", _("Korean only")
    EN = "en", _("English only")
    BOTH = "both", _("Korean and English")
