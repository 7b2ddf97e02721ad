"""A file uploaded for a document, or as the answer to a question."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from exchange.dossiers.enums import FileState
from exchange.http.fields import OneLineField


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Never the name a person gave: that is kept beside, and shown."""
    return f"{attachment.folder}/{uuid.uuid4().hex}"


class Attachment(models.Model):
    """A replaced file stays: a snapshot may refer to it.

    A concrete class adds the dossier, that one is current, and the address to download it from.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.CharField(_("document"), max_length=40)
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    name = OneLineField(_("name of the file"), max_length=200)
    content_type = models.CharField(_("type, found by its content"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=FileState.choices, default=FileState.CURRENT)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        abstract = True
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Where the files of the dossier lie."""
        raise NotImplementedError
