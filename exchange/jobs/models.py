"""What every piece of background work carries, whatever it is about."""

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exchange.jobs.enums import JobState


class Leased(models.Model):
    """In the hands of one execution until ``lease_until``; taken over when the lease runs out."""

    claimed_by = models.CharField(_("worker"), max_length=200, blank=True, editable=False)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    error = models.CharField(_("error"), max_length=500, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def failure(self) -> str:
        """The error, in the reader's language where the words are ours."""
        return gettext(self.error) if self.error else ""


class LeasedJob(Leased):
    """Work that waits, runs and ends; one that is more than a job (a message, say) has states of its own."""

    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.state not in {JobState.QUEUED, JobState.RUNNING}
