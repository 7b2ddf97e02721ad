"""The schedule as the library keeps it, audited like everything else that administrators change.

The library's tables cannot carry our triggers through its own models: each is tracked by a name of ours for it.
"""

import pghistory
from django.utils.translation import gettext_lazy as _
from django_celery_beat import models


@pghistory.track(exclude=["last_run_at", "total_run_count", "date_changed"])
class ScheduledTask(models.PeriodicTask):
    """Without what the schedule notes by itself each time the task runs."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("task of the schedule")
        verbose_name_plural = _("tasks of the schedule")


@pghistory.track()
class ScheduledInterval(models.IntervalSchedule):
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("interval of the schedule")
        verbose_name_plural = _("intervals of the schedule")


@pghistory.track()
class ScheduledTimes(models.CrontabSchedule):
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("fixed times of the schedule")
        verbose_name_plural = _("fixed times of the schedule")


@pghistory.track()
class ScheduledOnce(models.ClockedSchedule):
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("single time of the schedule")
        verbose_name_plural = _("single times of the schedule")


@pghistory.track()
class ScheduledBySun(models.SolarSchedule):
    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("sunrise or sunset of the schedule")
        verbose_name_plural = _("sunrises and sunsets of the schedule")
