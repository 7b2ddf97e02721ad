"""Programmes for their managers over the API, with budgets and what is promised of them."""

from typing import Any

from rest_framework import serializers

from exchange.money.amounts import MOST_MINOR
from exchange.programmes.models import Agency, Call, Commitment, Programme, ProgrammeTopic, YearBudget


class CommitmentSerializer(serializers.ModelSerializer[Commitment]):
    """``call`` is one of the context's ``calls``, those of the programme."""

    amount_minor = serializers.IntegerField(min_value=1, max_value=MOST_MINOR)
    call = serializers.SlugRelatedField(
        slug_field="public_id", queryset=Call.objects.none(), required=False, allow_null=True
    )
    made_by = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Commitment
        fields = ["id", "purpose", "amount_minor", "call", "made_by", "made_at"]

    def get_fields(self) -> Any:
        fields = super().get_fields()
        if "calls" in self.context:
            fields["call"].queryset = self.context["calls"]  # type: ignore[attr-defined]
        return fields


class YearBudgetSerializer(serializers.ModelSerializer[YearBudget]):
    """In minor units of the agency's own currency. ``agency`` is one of the context's ``agencies``, one's own."""

    agency = serializers.SlugRelatedField(slug_field="code", queryset=Agency.objects.none())
    fiscal_year = serializers.IntegerField(min_value=1900, max_value=9999)
    amount_minor = serializers.IntegerField(min_value=0, max_value=MOST_MINOR)
    left_minor = serializers.IntegerField(read_only=True)
    promises = CommitmentSerializer(source="commitments", many=True, read_only=True)

    class Meta:
        model = YearBudget
        fields = [
            "id",
            "agency",
            "fiscal_year",
            "currency",
            "amount_minor",
            "committed_minor",
            "left_minor",
            "promises",
        ]
        read_only_fields = ["currency", "committed_minor"]

    def get_fields(self) -> Any:
        fields = super().get_fields()
        if "agencies" in self.context:
            fields["agency"].queryset = self.context["agencies"]  # type: ignore[attr-defined]
        return fields


class AmountSerializer(serializers.Serializer[dict[str, Any]]):
    """``read_minor`` is the amount that was read: nobody overwrites what they have not seen."""

    amount_minor = serializers.IntegerField(min_value=0, max_value=MOST_MINOR)
    read_minor = serializers.IntegerField(min_value=0, max_value=MOST_MINOR)


class ProgrammeSerializer(serializers.ModelSerializer[Programme]):
    agencies = serializers.SlugRelatedField(slug_field="code", many=True, read_only=True)  # type: ignore[var-annotated]

    class Meta:
        model = Programme
        fields = ["public_id", "name_en", "name_ko", "agencies", "starts_on", "ends_on"]
        read_only_fields = fields


class ProgrammeTopicSerializer(serializers.ModelSerializer[ProgrammeTopic]):
    class Meta:
        model = ProgrammeTopic
        fields = ["id", "name_en", "name_ko"]


class ProgrammeDetailSerializer(ProgrammeSerializer):
    topics = ProgrammeTopicSerializer(many=True, read_only=True)
    budgets = YearBudgetSerializer(many=True, read_only=True)

    class Meta(ProgrammeSerializer.Meta):
        fields = [*ProgrammeSerializer.Meta.fields, "summary_en", "summary_ko", "topics", "budgets"]
        read_only_fields = fields
