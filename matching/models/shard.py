"""A run in parts that any number of workers make: what each is to do, and what it found, until the run publishes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.jobs.models import LeasedJob
from matching.enums import ListSort, ScorePart
from matching.models.run import Run


class Shard(LeasedJob):
    """The lists of some owners of one sort. Numbers are kept as the bytes of an array, 64 bits each."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="shards", verbose_name=_("run"))
    sort = models.CharField(_("lists"), max_length=12, choices=ListSort.choices)
    size = models.PositiveIntegerField(_("owners"))
    owners = models.BinaryField(_("numbers of the owners"), help_text=_("Their ids, ascending."))
    fingerprints = models.BinaryField(
        _("fingerprints"),
        help_text=_("Theirs when the run was planned: whatever changed afterwards is seen to have changed."),
    )
    standings = models.BinaryField(
        _("ends of the lists"),
        default=bytes,
        help_text=_("Of those who still took part: id, length of the list, score and number at its end."),
    )

    class Meta:
        verbose_name = _("part of a run")
        verbose_name_plural = _("parts of runs")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} · {self.pk}"


class _OfPair(models.Model):
    """Ids; 0 in place of nobody. No keys to other tables: what is gone meanwhile is left out when the run publishes."""

    shard = models.ForeignKey(
        Shard, on_delete=models.CASCADE, related_name="+", db_constraint=False, verbose_name=_("part of a run")
    )
    first = models.BigIntegerField(_("researcher"))
    project = models.BigIntegerField(_("project"))
    partner = models.BigIntegerField(_("partner"))

    class Meta:
        abstract = True


class FoundPair(_OfPair):
    """A place on one list; a pair that stands on both is found twice. NaN where a part is unknown, rank 0 on the other list."""

    score = models.FloatField(_("score"))
    topical = models.FloatField(_("topical affinity"))
    give = models.FloatField(_("their need met"))
    take = models.FloatField(_("my need met"))
    topics = models.FloatField(_("declared topics"))
    rank_for_researcher = models.IntegerField(_("rank for the researcher"))
    rank_for_other = models.IntegerField(_("rank for the other side"))
    unsure = models.IntegerField(_("rules in doubt"))

    class Meta(_OfPair.Meta):
        abstract = False
        verbose_name = _("pair found by a part of a run")
        verbose_name_plural = _("pairs found by parts of runs")

    def __str__(self) -> str:
        return f"{self.first} – {self.project or self.partner}"


class FoundMeeting(_OfPair):
    """Two passages that meet in a part of such a pair; ``part`` is its position in the order of the score's parts."""

    part = models.IntegerField(_("part"))
    own = models.BigIntegerField(_("passage of the researcher"))
    other = models.BigIntegerField(_("passage of the other side"))
    similarity = models.FloatField(_("similarity"))

    class Meta(_OfPair.Meta):
        abstract = False
        verbose_name = _("evidence found by a part of a run")
        verbose_name_plural = _("evidence found by parts of runs")

    def __str__(self) -> str:
        return f"{ScorePart.values[self.part]}: {self.own} ~ {self.other}"
