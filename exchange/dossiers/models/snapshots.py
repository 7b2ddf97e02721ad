"""What was submitted, as it was: confirmed, numbered, never changed."""

import uuid

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT = ("number", "receipt", "content", "digest", "submitted_at")


class Confirmation(models.Model):
    """A party agrees to the content with this digest; a later change makes it void by itself.

    A concrete class adds the dossier and the party, and that there is one of each.
    """

    digest = models.CharField(_("digest of the content"), max_length=64)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), auto_now=True)

    class Meta:
        abstract = True
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")


class Snapshot(models.Model):
    """``submitted_at`` is the database's clock at the start of the submitting transaction.

    A concrete class adds the dossier, that a number is given once, and the triggers of :func:`kept_as_it_was`.
    """

    number = models.PositiveIntegerField(_("number"))
    receipt = models.UUIDField(_("receipt"), default=uuid.uuid4, unique=True, editable=False)
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    digest = models.CharField(_("digest of the content"), max_length=64)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), db_index=True)

    class Meta:
        abstract = True


def kept_as_it_was(name: str, *own: str) -> list[pgtrigger.Trigger]:
    """The database refuses to change a snapshot or to delete one, whoever asks; ``own`` are fields beside :data:`KEPT`."""
    fields = list(dict.fromkeys((*own, *KEPT)))
    return [
        pgtrigger.ReadOnly(name=f"{name}_never_changes", fields=fields),
        pgtrigger.Protect(name=f"{name}_never_goes", operation=pgtrigger.Delete),
    ]
