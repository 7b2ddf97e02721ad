"""Bodies in which a misspelt name is an error, since leaving it out would do more than was asked for."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers


class OnlyKnownFields(serializers.Serializer[Any]):
    """Refuses fields that it does not know: a filter that is not heard would widen what is written or sent."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - set(self.fields)) if hasattr(data, "keys") else []
        if unknown:
            raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)
