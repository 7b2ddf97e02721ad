"""How the parts of random pairs are spread, which the newest full run left: beside them a part is called rare."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from matching.models.run import Run


def _rarities(label: Any) -> models.JSONField:
    return models.JSONField(
        label,
        default=dict,
        help_text=_("By part: above which value it is notable (one pair in twenty), and rare (one in a hundred)."),
    )


class Background(models.Model):
    """Of one run; the one of the newest run that is done is in force."""

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="background")
    of_people = _rarities(_("among people"))
    of_projects = _rarities(_("among people and projects"))
    measured_at = models.DateTimeField(_("measured"), auto_now=True)

    class Meta:
        verbose_name = _("background of the bands")
        verbose_name_plural = _("backgrounds of the bands")

    def __str__(self) -> str:
        return str(self.run)
