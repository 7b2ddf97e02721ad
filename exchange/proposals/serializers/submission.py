"""Confirming, submitting, and what was submitted, as JSON."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from exchange.dossiers.selectors.snapshots import PartyState
from exchange.dossiers.serializers.answers import ResultSerializer
from exchange.dossiers.values.reading import Change, ChangedPart, ReadAnswer, ReadFile, ReadQuestion
from exchange.http.instants import InstantField
from exchange.people.enums import Side
from exchange.programmes.enums import StageKind
from exchange.proposals.models import Confirmation, InformationRequest, Submission
from exchange.proposals.selectors.submissions import Readiness, receipt_facts
from exchange.proposals.values.reading import ReadBudget


class ReceiptSerializer(serializers.Serializer[Submission]):
    """A numbered submission; nothing of it ever changes."""

    receipt = serializers.UUIDField()
    proposal = serializers.UUIDField()
    number = serializers.IntegerField()
    stage = serializers.ChoiceField(choices=StageKind.choices)
    submitted_at = serializers.DateTimeField()
    call_version = serializers.IntegerField()
    digest = serializers.CharField()
    is_late = serializers.BooleanField()

    def to_representation(self, instance: Submission) -> dict[str, Any]:
        return receipt_facts(instance)


class SideStateSerializer(serializers.Serializer[PartyState[Confirmation]]):
    """``is_current`` where what the side confirmed is what the proposal says now."""

    side = serializers.ChoiceField(source="party", choices=Side.choices)
    is_current = serializers.BooleanField()
    confirmed_at = serializers.DateTimeField(source="confirmation.confirmed_at", allow_null=True, default=None)
    confirmed_by = serializers.EmailField(source="confirmation.confirmed_by.email", allow_null=True, default=None)


class InformationRequestSerializer(serializers.ModelSerializer[InformationRequest]):
    asked_by = serializers.EmailField(source="asked_by.email", default=None, allow_null=True, read_only=True)
    answered_by = serializers.EmailField(source="answered_by.email", default=None, allow_null=True, read_only=True)

    class Meta:
        model = InformationRequest
        fields = [
            "public_id",
            "text",
            "answer_until",
            "asked_by",
            "asked_at",
            "answer",
            "answered_by",
            "answered_at",
        ]
        read_only_fields = fields


class ReadinessSerializer(serializers.Serializer[Readiness]):
    """What is lacking before the proposal can be submitted; ``digest`` names the content that a side confirms."""

    digest = serializers.CharField()
    is_complete = serializers.BooleanField()
    is_confirmed = serializers.BooleanField()
    is_unchanged = serializers.BooleanField()
    closes_at = serializers.DateTimeField(source="draft.closes_at", allow_null=True)
    checks = ResultSerializer(many=True, source="results")
    sides = SideStateSerializer(many=True)
    asked = InformationRequestSerializer(allow_null=True)


class ConfirmSerializer(serializers.Serializer[dict[str, Any]]):
    """``digest`` is that of what was read, as ``readiness`` says it: what was changed meanwhile is a 409."""

    digest = serializers.CharField(
        max_length=64,
        error_messages={"required": _("Name what you have read by its digest, which “readiness” says.")},
    )


class SubmitSerializer(ConfirmSerializer):
    """As confirming, and: ``answer`` goes with an open request for more information, ``late_code`` with a stage that is over."""

    answer = serializers.CharField(max_length=4000, default="", allow_blank=True)
    late_code = serializers.CharField(max_length=40, default="", allow_blank=True)


class WithdrawSerializer(serializers.Serializer[dict[str, Any]]):
    reason = serializers.CharField(max_length=500, default="", allow_blank=True)


class _OverReadSerializer(serializers.Serializer[dict[str, Any]]):
    receipt = serializers.UUIDField(
        source="read",
        error_messages={
            "required": _("Name the submission that you have read by its receipt, which “submissions” says.")
        },
    )


class AskSerializer(_OverReadSerializer):
    """``receipt`` is that of the submission that was read: a newer one is a 409."""

    text = serializers.CharField(max_length=4000)
    answer_until = InstantField()


class DecideSerializer(_OverReadSerializer):
    """``receipt`` is that of the submission that was read: a newer one is a 409."""

    decision = serializers.ChoiceField(choices=["advance", "decline"])


class _ReadMemberSerializer(serializers.Serializer[Mapping[str, Any]]):
    side = serializers.CharField()
    name = serializers.CharField()
    role = serializers.CharField()
    organisation = serializers.CharField()


class _BudgetLineSerializer(serializers.Serializer[Mapping[str, Any]]):
    year = serializers.CharField()
    category = serializers.CharField()
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()


class _ReadAnswerSerializer(serializers.Serializer[ReadAnswer]):
    side = serializers.CharField(source="party")
    text = serializers.CharField()
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class _ReadQuestionSerializer(serializers.Serializer[ReadQuestion]):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    answers = _ReadAnswerSerializer(many=True)


class _ReadFileSerializer(serializers.Serializer[ReadFile]):
    """``attachment`` is the id under which the stored file is fetched."""

    document = serializers.CharField()
    side = serializers.CharField(source="party")
    name = serializers.CharField()
    size = serializers.IntegerField()
    pages = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField()
    attachment = serializers.SerializerMethodField()

    def get_attachment(self, file: ReadFile) -> str | None:
        stored = self.context["files"].get((file.document, file.party, file.sha256))
        return str(stored.public_id) if stored else None


class _ReadBudgetSerializer(serializers.Serializer[ReadBudget]):
    side = serializers.CharField()
    currency = serializers.CharField()
    lines = _BudgetLineSerializer(many=True)
    total_minor = serializers.IntegerField()


class SubmissionContentSerializer(serializers.Serializer[Any]):
    """What was submitted, with the words of the call as it was then."""

    title_en = serializers.CharField()
    title_ko = serializers.CharField()
    members = _ReadMemberSerializer(many=True)
    questions = _ReadQuestionSerializer(many=True)
    files = _ReadFileSerializer(many=True)
    budgets = _ReadBudgetSerializer(many=True)


class SubmissionSerializer(serializers.Serializer[Any]):
    receipt = ReceiptSerializer()
    content = SubmissionContentSerializer()


class ChangeSerializer(serializers.Serializer[Change]):
    kind = serializers.ChoiceField(choices=["kept", "added", "removed"])
    text = serializers.CharField()


class ChangedPartSerializer(serializers.Serializer[ChangedPart]):
    """``part`` is ``title``, ``team``, ``files``, ``budget`` or the words of a question."""

    part = serializers.CharField(source="label")
    side = serializers.CharField(source="party")
    changes = ChangeSerializer(many=True)


@extend_schema_serializer(component_name="SubmissionRefusal")
class RefusalSerializer(serializers.Serializer[Any]):
    """Why nothing was changed, in the reader's language, and the rules of the call that are not fulfilled.

    ``changes``: where the proposal says something else than what was read, what differs, as far as it is still known.
    """

    detail = serializers.CharField()
    changes = ChangedPartSerializer(many=True)
    checks = ResultSerializer(many=True)


@extend_schema_serializer(component_name="SubmissionChanges")
class ChangesSerializer(serializers.Serializer[Any]):
    """Between the submissions ``old`` and ``new``."""

    old = ReceiptSerializer()
    new = ReceiptSerializer()
    parts = ChangedPartSerializer(many=True)


class SinceSerializer(serializers.Serializer[dict[str, Any]]):
    since = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**31 - 1,
        help_text="Number of the older one; by default the one before.",
    )
