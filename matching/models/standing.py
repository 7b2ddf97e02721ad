"""What the newest run left for the next one: of each list how long it is and where it ends, and what it follows from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.people.models import Researcher
from exchange.projects.models import Project


class Standing(models.Model):
    """One list of a subject: of people or, of a researcher, of projects."""

    researcher = models.ForeignKey(Researcher, on_delete=models.CASCADE, null=True, related_name="standings")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="standings")
    of_people = models.BooleanField(_("a list of people"))
    fingerprint = models.BigIntegerField(
        _("fingerprint"),
        help_text=_("Stands for all that the scores of the list follow from; another one is read anew."),
    )
    length = models.PositiveSmallIntegerField(_("length"))
    end_score = models.FloatField(
        _("score at the end"), null=True, help_text=_("Of the last place, behind which something was left out.")
    )
    end_partner = models.BigIntegerField(_("number at the end"), null=True)

    class Meta:
        verbose_name = _("standing of a list")
        verbose_name_plural = _("standings of lists")
        constraints = [
            models.UniqueConstraint(
                fields=["researcher", "project", "of_people"], name="standing_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(researcher__isnull=False, project__isnull=True)
                | models.Q(researcher__isnull=True, project__isnull=False, of_people=True),
                name="standing_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.researcher or self.project}"
