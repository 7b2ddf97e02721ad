"""Who is suggested to whom, what the newest run thinks of it, and the passages that say why."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Side
from exchange.people.models import Researcher
from exchange.projects.models import Project
from matching.enums import ALLOWED_IN, Action, PairState, ScorePart
from matching.models.change import notes_decided, notes_shortened
from matching.models.passage import Passage
from matching.models.run import Run


def _exactly_one(first: str, second: str) -> models.Q:
    return models.Q(**{f"{first}__isnull": True}) ^ models.Q(**{f"{second}__isnull": True})


UNSEEN = _("No manager on that side has opened or decided on it. The database keeps it, whoever writes.")


def unseen_column(side: str) -> str:
    return f"unseen_{side.lower()}"


def marks_pair_seen() -> pgtrigger.Trigger:
    """For every table whose rows say which side's managers have dealt with a pair."""
    columns = {side: unseen_column(side) for side in Side}
    kept = ", ".join(f"{column} = {column} AND NEW.side <> '{side}'" for side, column in columns.items())
    concerned = " OR ".join(f"{column} AND NEW.side = '{side}'" for side, column in columns.items())
    return pgtrigger.Trigger(
        name="marks_pair_seen",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        func=f"UPDATE matching_pair SET {kept} WHERE id = NEW.pair_id AND ({concerned}); RETURN NULL;",  # noqa: S608 - columns of ours
    )


class PairQuerySet(models.QuerySet["Pair"]):
    def copy_scores(self) -> int:
        """Bring ``score`` up to date with the matches; to be called wherever matches are written or deleted."""
        newest = models.Subquery(Match.objects.filter(pair=models.OuterRef("pk")).order_by().values("score"))
        other = models.Q(score__lt=models.F("newest")) | models.Q(score__gt=models.F("newest"))
        only_one = models.Q(score__isnull=True) ^ models.Q(newest__isnull=True)
        return self.annotate(newest=newest).filter(other | only_one).update(score=models.F("newest"))


class Pair(models.Model):
    """A researcher and a project, or two researchers (the one with the smaller id first)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="pairs")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="pairs")
    partner = models.ForeignKey(
        Researcher, on_delete=models.CASCADE, null=True, blank=True, related_name="pairs_as_partner"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=PairState.choices, default=PairState.SUGGESTED, db_index=True
    )
    score = models.FloatField(
        _("score"), null=True, editable=False, help_text=_("Its match's, kept here too: long queues are read in order.")
    )

    unseen_us = models.BooleanField(
        _("not seen by the US side"), default=True, db_default=True, editable=False, help_text=UNSEEN
    )
    unseen_kr = models.BooleanField(
        _("not seen by the Korean side"), default=True, db_default=True, editable=False, help_text=UNSEEN
    )

    objects: ClassVar[Any] = PairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        triggers = [notes_decided()]
        constraints = [
            models.CheckConstraint(condition=_exactly_one("project", "partner"), name="pair_is_two"),
            models.CheckConstraint(
                condition=models.Q(partner__isnull=True) | models.Q(researcher__lt=models.F("partner")),
                name="pair_in_order",
            ),
            models.UniqueConstraint(
                fields=["researcher", "project", "partner"], name="pair_once", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(models.F("score").desc(nulls_last=True), "id", name="pair_best_first"),
            *(
                models.Index("id", name=f"pair_{column}", condition=models.Q(**{column: True}))
                for column in map(unseen_column, Side)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.researcher} – {self.other}"

    @property
    def other(self) -> Project | Researcher:
        other = self.project or self.partner
        assert other is not None, "pair_is_two"  # noqa: S101
        return other

    @property
    def other_person(self) -> Researcher | None:
        """Who answers for the other side; nobody for a project that was imported from public award data."""
        return self.partner or (self.project.lead if self.project else None)

    @property
    def parties(self) -> tuple[Researcher, ...]:
        other = self.other_person
        return (self.researcher,) if other is None else (self.researcher, other)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """What a manager may do to the pair as it stands."""
        return tuple(action for action, states in ALLOWED_IN.items() if self.state in states)

    @property
    def can_answer(self) -> bool:
        """Whether both sides have an account with which to answer an introduction."""
        return self.other_person is not None and all(party.user_id is not None for party in self.parties)


class Match(models.Model):
    """What the newest run thinks of a pair."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="match")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="matches")
    score = models.FloatField(_("score"))
    topical = models.FloatField(_("topical affinity"), null=True)
    give = models.FloatField(_("their need met"), null=True)
    take = models.FloatField(_("my need met"), null=True)
    topics = models.FloatField(_("declared topics"), null=True)
    rank_for_researcher = models.PositiveIntegerField(_("rank for the researcher"), null=True)
    rank_for_other = models.PositiveIntegerField(_("rank for the other side"), null=True)
    rules = models.JSONField(_("rules"), default=list, blank=True)
    is_current = models.BooleanField(
        _("suggested now"),
        default=True,
        db_default=True,
        help_text=_("Otherwise it keeps the reasons that a decision rested on; the newest run does not suggest it."),
    )
    created_at = models.DateTimeField(_("first suggested"), auto_now_add=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        triggers = [notes_shortened()]
        ordering = ["-score", "id"]
        indexes = [models.Index(fields=["-score", "id"], name="match_best_first")]

    def __str__(self) -> str:
        return f"{self.pair} ({self.score:.2f})"

    @property
    def parts(self) -> dict[str, float | None]:
        """Value of every score part in [0, 1]; ``None`` where nothing is known."""
        return {part: getattr(self, part) for part in ScorePart.values}


class Evidence(models.Model):
    """Two passages that made a part of the score. ``own`` is the pair's first researcher's."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="evidence")
    part = models.CharField(_("part"), max_length=8, choices=ScorePart.choices)
    own = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="+")
    similarity = models.FloatField(_("similarity"))

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["part", "-similarity", "id"]
        constraints = [models.UniqueConstraint(fields=["match", "part", "own", "other"], name="evidence_once")]

    def __str__(self) -> str:
        return f"{self.own} ~ {self.other}"
