"""What waits for a person over the API."""

from rest_framework import serializers

from exchange.messaging.values.worklist import WorkItem


class WorkItemSerializer(serializers.Serializer[WorkItem]):
    """Texts are in the language asked for; ``kind`` and ``subject`` name the thing in every language."""

    kind = serializers.CharField(help_text="What kind of thing waits, e.g. invitation.")
    subject = serializers.CharField(help_text="Which one, among those of its kind.")
    label = serializers.CharField(help_text="What waits, in words.")  # type: ignore[assignment]  # a field named so
    title = serializers.CharField(help_text="About what.")
    detail = serializers.CharField(allow_blank=True)
    act = serializers.CharField(help_text="What ends it, in words.")
    url = serializers.CharField(help_text="The page on which it is ended.")
    due_at = serializers.DateTimeField(allow_null=True, help_text="Empty where it has no date.")
