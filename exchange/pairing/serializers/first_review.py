"""First reviews of concept papers over the API."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from exchange.pairing.models import FirstReview
from exchange.pairing.selectors.first_review import ManagedPaper
from exchange.pairing.serializers.paper import ConceptPaperSerializer


class FirstReviewSerializer(serializers.ModelSerializer[FirstReview]):
    agency = serializers.CharField(source="agency.code")
    entered_by = serializers.EmailField(source="entered_by.email", default=None, allow_null=True)

    class Meta:
        model = FirstReview
        fields = ["agency", "is_eligible", "reason", "entered_by", "entered_at"]
        read_only_fields = fields


class ManagedPaperSerializer(serializers.Serializer[ManagedPaper]):
    """``ranked`` counts the paper's priorities; whom it ranked is nobody's to read.

    ``is_led`` is false where its principal investigator is not confirmed on its side (any more): it takes no part then.
    """

    paper = ConceptPaperSerializer()
    leader = serializers.CharField(source="leader.name", default=None, allow_null=True)
    reviews = FirstReviewSerializer(many=True)
    is_eligible = serializers.BooleanField()
    ranked = serializers.IntegerField()
    is_led = serializers.BooleanField()


class ReviewResultSerializer(serializers.Serializer[dict[str, Any]]):
    """``is_eligible`` is null where nothing is decided yet; a paper that does not go on needs a reason."""

    paper = serializers.UUIDField()
    is_eligible = serializers.BooleanField(allow_null=True)
    reason = serializers.CharField(max_length=500, default="", allow_blank=True)


class ReviewResultsSerializer(serializers.Serializer[dict[str, Any]]):
    results = ReviewResultSerializer(many=True, allow_empty=False, max_length=1000)  # type: ignore[call-arg]

    def validate_results(self, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({row["paper"] for row in results}) < len(results):
            raise serializers.ValidationError(_("One of the papers is here twice."))
        return results
