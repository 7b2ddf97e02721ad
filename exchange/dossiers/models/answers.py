"""What is answered to a question. Each answer has a version of its own, so two editors meet by question."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.Model):
    """``value`` is text, a number, a key of a choice, an ISO date, or a list of rows (objects by column key).

    A saving names the ``version`` it read; another one in the meantime is a conflict that shows both texts. A concrete
    class adds the dossier, where there are several the party, and that there is one of each.
    """

    question = models.CharField(_("question"), max_length=40)
    value = models.JSONField(_("answer"), null=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
