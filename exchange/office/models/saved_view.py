"""Views that managers keep of a list."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.http.fields import OneLineField
from exchange.office.models.listed import Listed


class SavedView(Listed):
    """A manager's filters and order under a name; ``query`` is what stands in the address."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = OneLineField(_("name"), max_length=60)
    is_default = models.BooleanField(_("shown first"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_key", "scope_id", "name"],
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name already."),
            ),
            models.UniqueConstraint(
                fields=["user", "list_key", "scope_id"],
                condition=models.Q(is_default=True),
                name="saved_view_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name
