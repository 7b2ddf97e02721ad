"""What is read of a subject, and the vectors of it."""

import unicodedata

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from exchange.people.enums import ResourceKind
from exchange.people.models import Researcher
from exchange.programmes.models import Call
from exchange.projects.models import Project
from exchange.proposals.models import Proposal
from matching.enums import PassageKind
from matching.models.change import notes_unread


def _one_owner() -> Exact:
    owners = (models.F(name) for name in ("researcher", "project", "call", "paper"))
    return Exact(models.Func(*owners, function="num_nonnulls", output_field=models.IntegerField()), 1)


INDEXED_DIMENSIONS = 384
"""Width of the default model's vectors; an index of pgvector is for one width."""


def dimensions_of(column: str) -> models.Func:
    """Number of dimensions of a vector, as the database counts them."""
    return models.Func(column, function="vector_dims", output_field=models.IntegerField())


def join_document(title: str, text: str) -> str:
    """In NFC, whatever it was made of: the same text has one hash and one vector."""
    joined = ". ".join(part for part in (title.strip().rstrip("."), text.strip()) if part)
    return unicodedata.normalize("NFC", joined)


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
    is_current = models.BooleanField(
        _("read now"),
        default=True,
        db_default=True,
        help_text=_("Otherwise its owner no longer says it: the next results do without it, and it goes."),
    )

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["id"]
        triggers = [notes_unread()]
        indexes = [models.Index("id", name="passage_unsaid", condition=models.Q(is_current=False))]
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
