"""Fields of models whose bounds hold whichever door is used."""

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

from exchange.http.text import in_one_line

if TYPE_CHECKING:
    # For types it is the same field; its parameters exist for the type checker alone.
    BoundedTextField = models.TextField
    OneLineField = models.CharField
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

    class OneLineField(models.CharField):
        """A name or a title: whoever saves it, it stays in one line, since others read it within texts of ours.

        In migrations it is the field that it is for the database, which knows no lines.
        """

        def to_python(self, value):
            return _in_one_line(super().to_python(value))

        def pre_save(self, model_instance, add):
            value = _in_one_line(super().pre_save(model_instance, add))
            setattr(model_instance, self.attname, value)
            return value

        def deconstruct(self):
            name, _path, args, options = super().deconstruct()
            return name, "django.db.models.CharField", args, options


def _in_one_line(value: Any) -> Any:
    """An expression of the database stays one."""
    return in_one_line(value) if isinstance(value, str) else value
