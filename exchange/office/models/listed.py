"""What belongs to a list names it; who registers the list says what its scopes are (``selectors.managed``)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Listed(models.Model):
    """Of the rows of list ``list_key`` within one scope (the proposals of a call, say) those that ``query`` finds."""

    list_key = models.CharField(_("list"), max_length=40)
    scope_id = models.PositiveBigIntegerField(_("scope"))
    query = models.CharField(_("filters and order"), max_length=1000, blank=True)

    class Meta:
        abstract = True
