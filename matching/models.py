"""Opinions about the facts: passages and their vectors, runs, suggested matches; and what people decided on them.

A *pair* is the lasting identity of "these two"; a *match* is what the newest run thinks of it and may vanish;
decisions, opinions and introductions belong to the pair and stay.
"""

import uuid

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from exchange.people.enums import ResourceKind
from exchange.people.models import Researcher
from exchange.programmes.models import Call
from exchange.projects.models import Project
from exchange.proposals.models import Proposal
from matching.enums import (
    ALLOWED_IN,
    Action,
    Opinion,
    OpinionReason,
    PairState,
    PassageKind,
    Reply,
    RunKind,
    RunState,
    RunStep,
    ScorePart,
)


def _exactly_one(first: str, second: str) -> models.Q:
    return models.Q(**{f"{first}__isnull": True}) ^ models.Q(**{f"{second}__isnull": True})


def _one_owner() -> Exact:
    owners = (models.F(name) for name in ("researcher", "project", "call", "paper"))
    return Exact(models.Func(*owners, function="num_nonnulls", output_field=models.IntegerField()), 1)


INDEXED_DIMENSIONS = 384
"""Width of the default model's vectors; an index of pgvector is for one width."""


def dimensions_of(column: str) -> models.Func:
    """Number of dimensions of a vector, as the database counts them."""
    return models.Func(column, function="vector_dims", output_field=models.IntegerField())


def join_document(title: str, text: str) -> str:
    return ". ".join(part for part in (title.strip().rstrip("."), text.strip()) if part)


class Passage(models.Model):
    """One embedded text of a researcher, a project, a call or a concept paper."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, null=True, blank=True, related_name="passages")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, blank=True, related_name="passages")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, blank=True, related_name="passages")
    paper = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, blank=True, related_name="passages")
    kind = models.CharField(_("kind"), max_length=12, choices=PassageKind.choices)
    resource_kind = models.CharField(_("kind of resource"), max_length=12, choices=ResourceKind.choices, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=2)
    text_hash = models.CharField(_("hash of the text"), max_length=64)

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=_one_owner(), name="passage_has_one_owner"),
            models.UniqueConstraint(
                fields=["researcher", "project", "call", "paper", "kind", "resource_kind", "text_hash"],
                name="passage_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text[:80]

    @property
    def owner(self) -> Researcher | Project | Call | Proposal:
        owner = self.researcher or self.project or self.call or self.paper
        assert owner is not None, "passage_has_one_owner"  # noqa: S101
        return owner

    @property
    def document(self) -> str:
        """What is embedded, and what ``text_hash`` is the SHA-256 of."""
        return join_document(self.title, self.text)


class Embedding(models.Model):
    """The vector of one passage under one model; older models' vectors stay until the switch is done."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="embeddings")
    model_tag = models.CharField(_("model tag"), max_length=120)
    vector = HalfVectorField(_("vector"))

    class Meta:
        verbose_name = _("embedding")
        verbose_name_plural = _("embeddings")
        constraints = [models.UniqueConstraint(fields=["passage", "model_tag"], name="embedding_once_per_model")]
        indexes = [
            # For one subject at a time; another width than the default model's is searched without it.
            HnswIndex(
                OpClass(Cast("vector", HalfVectorField(dimensions=INDEXED_DIMENSIONS)), name="halfvec_cosine_ops"),
                name="embedding_nearest",
                m=16,
                ef_construction=64,
                condition=models.Q(Exact(dimensions_of("vector"), INDEXED_DIMENSIONS)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} · {self.model_tag}"


@pghistory.track()
class Policy(models.Model):
    """Weights of the score's parts and length of the lists; exactly one is in force."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    weight_topical = models.FloatField(_("weight of topical affinity"), default=0.6)
    weight_give = models.FloatField(_("weight of what I offer meeting what they seek"), default=0.15)
    weight_take = models.FloatField(_("weight of what I seek meeting what they offer"), default=0.15)
    weight_topics = models.FloatField(_("weight of declared topics"), default=0.1)
    top_k = models.PositiveSmallIntegerField(_("suggestions per subject"), default=20)
    in_force = models.BooleanField(_("in force"), default=False)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("matching policy")
        verbose_name_plural = _("matching policies")
        constraints = [
            models.UniqueConstraint(fields=["in_force"], condition=models.Q(in_force=True), name="policy_one_in_force"),
            models.CheckConstraint(
                condition=models.Q(weight_topical__gt=0)
                & models.Q(weight_give__gte=0)
                & models.Q(weight_take__gte=0)
                & models.Q(weight_topics__gte=0),
                name="policy_weights_not_negative",
                violation_error_message=_("Weights cannot be negative, and topical affinity must count."),
            ),
            models.CheckConstraint(
                condition=models.Q(top_k__gte=1) & models.Q(top_k__lte=200),
                name="policy_top_k_in_range",
                violation_error_message=_("Between 1 and 200 suggestions per subject."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def weights(self) -> dict[str, float]:
        return {part: getattr(self, f"weight_{part}") for part in ScorePart.values}


class Run(models.Model):
    """One pass of the matching: claimed by a worker through ``lease_until``, taken over when the lease runs out."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=RunKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    researcher = models.ForeignKey(Researcher, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("started by")
    )
    weights = models.JSONField(_("weights"), default=dict)
    top_k = models.PositiveSmallIntegerField(_("suggestions per subject"), default=20)
    model_tag = models.CharField(_("model tag"), max_length=120, blank=True)
    claimed_by = models.CharField(_("worker"), max_length=120, blank=True)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    step = models.CharField(_("step"), max_length=20, choices=RunStep.choices, blank=True)
    total = models.PositiveIntegerField(_("of"), default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    report = models.JSONField(
        _("report"), default=dict, blank=True, help_text=_("Counts, coverage, exposure by side and career stage.")
    )
    error = models.CharField(_("error"), max_length=500, blank=True)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-queued_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="running"), name="run_one_at_a_time"),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(state="queued") & ~models.Q(kind="subject"),
                name="run_queued_once_per_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.queued_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        return self.state in {RunState.DONE, RunState.FAILED, RunState.CANCELLED}

    @property
    def seconds(self) -> float | None:
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


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

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
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

    @property
    def is_settled(self) -> bool:
        return self.state not in {PairState.SUGGESTED, PairState.SHORTLISTED}


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
    created_at = models.DateTimeField(_("first suggested"), auto_now_add=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
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


@pghistory.track()
class Reaction(models.Model):
    """A researcher's opinion of a suggestion; "not for me" keeps the pair out of later runs."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="reactions")
    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="reactions")
    opinion = models.CharField(_("opinion"), max_length=12, choices=Opinion.choices)
    reason = models.CharField(_("reason"), max_length=15, choices=OpinionReason.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["pair", "researcher"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.researcher}: {self.get_opinion_display()}"


@pghistory.track()
class Decision(models.Model):
    """What a manager did to a pair, when and why; rows are only ever added."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="decisions")
    action = models.CharField(_("action"), max_length=10, choices=Action.choices)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.pair}"


@pghistory.track()
class Introduction(models.Model):
    """A manager brings two parties together; both accept, and contact details open up."""

    pair = models.OneToOneField(Pair, on_delete=models.CASCADE, related_name="introduction")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.TextField(_("message to both"), max_length=2000, blank=True)
    introduced_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    introduced_at = models.DateTimeField(_("introduced"), auto_now_add=True)
    researcher_reply = models.CharField(
        _("reply of the researcher"), max_length=8, choices=Reply.choices, default=Reply.PENDING
    )
    other_reply = models.CharField(
        _("reply of the other side"), max_length=8, choices=Reply.choices, default=Reply.PENDING
    )
    researcher_replied_at = models.DateTimeField(null=True, blank=True)
    other_replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-introduced_at", "-id"]

    def __str__(self) -> str:
        return str(self.pair)

    def reply_of(self, researcher: Researcher) -> Reply:
        is_first = researcher.pk == self.pair.researcher_id
        return Reply(self.researcher_reply if is_first else self.other_reply)

    @property
    def is_connected(self) -> bool:
        return self.researcher_reply == self.other_reply == Reply.ACCEPTED
