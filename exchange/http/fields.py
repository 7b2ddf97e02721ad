"""Fields of models whose bounds hold whichever door is used."""

from typing import TYPE_CHECKING

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

if TYPE_CHECKING:
    # For types it is the same field; its parameters exist for the type checker alone.
    BoundedTextField = models.TextField
else:

    class BoundedTextField(models.TextField):
        """A text whose ``max_length`` counts: Django asks it of forms alone, and services are called by programs, too.

        In migrations it is the field that it is for the database, which knows no bound.
        """

        @cached_property
        def validators(self):
            return [*super().validators, MaxLengthValidator(self.max_length)]

        def deconstruct(self):
            name, _path, args, options = super().deconstruct()
            return name, "django.db.models.TextField", args, options
