"""Research topics (OpenAlex): domain › field › subfield › topic."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    openalex_id = models.CharField("OpenAlex", max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200)
    domain = models.CharField(_("domain"), max_length=100)
    field = models.CharField(_("field"), max_length=100)
    subfield = models.CharField(_("subfield"), max_length=100)
    works_count = models.PositiveIntegerField(_("works"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
