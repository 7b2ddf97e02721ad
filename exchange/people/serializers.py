"""Profiles, publications and consents, for machines."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from exchange.people.disclosure import DisclosedProfile
from exchange.people.enums import (
    Audience,
    CareerStage,
    ConsentPurpose,
    Language,
    ProfileField,
    PublicationSource,
    ResourceKind,
    Side,
)
from exchange.people.models import (
    ConsentNotice,
    ConsentRecord,
    Organisation,
    Publication,
    PublicationImport,
    Researcher,
    ResearcherResource,
    Topic,
)
from exchange.people.services.profile import (
    EDITABLE_FIELDS,
    ResourceLine,
    replace_resources,
    set_topics,
    set_visibility,
    update_profile,
)
from exchange.people.services.publications import MANUAL_FIELDS, add_publication, change_publication


class NamedField(serializers.SlugRelatedField[Any]):
    """What is named by a word; a word that the database cannot hold names nothing."""

    def to_internal_value(self, data: Any) -> Any:
        if "\0" in str(data):
            self.fail("does_not_exist", slug_name=self.slug_field, value=str(data).replace("\0", ""))
        return super().to_internal_value(data)


class OrganisationOptionSerializer(serializers.ModelSerializer[Organisation]):
    """``label``, in ``language``, is what the reader chooses by; ``detail`` tells two of one name apart."""

    language = serializers.CharField(source="label_language", read_only=True)
    detail = serializers.SerializerMethodField()

    class Meta:
        model = Organisation
        fields = ["ror_id", "label", "language", "detail", "name", "name_ko", "country", "city", "is_verified"]
        extra_kwargs = {"label": {"read_only": True}}

    def get_detail(self, organisation: Organisation) -> str:
        other = organisation.name if organisation.label_language == "ko" else organisation.name_ko
        unverified = "" if organisation.is_verified else _("Organisation not verified")
        parts = (other, organisation.city, organisation.get_country_display(), unverified)
        return " · ".join(str(part) for part in parts if part)


class TopicOptionSerializer(serializers.ModelSerializer[Topic]):
    """``label``, in ``language``, is what the reader chooses by."""

    language = serializers.CharField(source="label_language", read_only=True)
    detail = serializers.CharField(source="subfield_label", read_only=True)

    class Meta:
        model = Topic
        fields = ["id", "openalex_id", "label", "language", "detail", "name", "name_ko", "works_count"]
        extra_kwargs = {"label": {"read_only": True}}


class ResourceSerializer(serializers.ModelSerializer[ResearcherResource]):
    class Meta:
        model = ResearcherResource
        fields = ["direction", "kind", "text"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A line is whole even where the rest is sent in part."""
        if missing := [name for name in self.Meta.fields if name not in attrs]:
            raise serializers.ValidationError(dict.fromkeys(missing, self.error_messages["required"]), code="required")
        return attrs


class ProfileSerializer(serializers.ModelSerializer[Researcher]):
    """Organisations are named by their ROR address, topics by their OpenAlex id.

    ``visibility`` says who sees each field; of it, too, only what is sent changes.
    """

    organisation = NamedField(slug_field="ror_id", queryset=Organisation.objects.all())
    topics = NamedField(slug_field="openalex_id", queryset=Topic.objects.all(), many=True)
    resources = ResourceSerializer(many=True)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=Language.choices))
    visibility = serializers.DictField(child=serializers.ChoiceField(choices=Audience.choices))

    class Meta:
        model = Researcher
        fields = [
            "public_id",
            "country",
            *sorted(EDITABLE_FIELDS),
            "topics",
            "resources",
            "visibility",
            "is_listed",
            "changed_at",
        ]
        read_only_fields = ["public_id", "country", "changed_at"]

    def update(self, instance: Researcher, validated_data: dict[str, Any]) -> Researcher:
        """One service per part, as the pages do."""
        shown = {name: validated_data.pop(name) for name in ("visibility", "is_listed") if name in validated_data}
        resources = validated_data.pop("resources", None)
        topics = validated_data.pop("topics", None)
        if validated_data:
            update_profile(instance, **validated_data)
        if resources is not None:
            replace_resources(instance, resources=[ResourceLine(**row) for row in resources])
        if topics is not None:
            set_topics(instance, topics=topics)
        if shown:
            _show(instance, **shown)
        return instance


def _show(
    researcher: Researcher, *, visibility: Mapping[str, str] | None = None, is_listed: bool | None = None
) -> None:
    closed = dict.fromkeys(ProfileField.values, str(Audience.ONLY_ME))
    set_visibility(
        researcher,
        visibility={**closed, **researcher.visibility, **(visibility or {})},
        is_listed=researcher.is_listed if is_listed is None else is_listed,
    )
    researcher.refresh_from_db(fields=["visibility", "is_listed", "changed_at"])


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    """One of one's own publications. ``is_representative``: whether the matching reads it."""

    class Meta:
        model = Publication
        fields = ["id", *MANUAL_FIELDS, "source", "created_at"]
        read_only_fields = ["source", "created_at"]

    def create(self, validated_data: dict[str, Any]) -> Publication:
        return add_publication(**validated_data)

    def update(self, instance: Publication, validated_data: dict[str, Any]) -> Publication:
        return change_publication(instance, **validated_data)


class ChoiceSerializer(serializers.Serializer[dict[str, Any]]):
    """The publications, by their ids, that shall represent the person: these and no others."""

    publications = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=10_000
    )


class ImportRequestSerializer(serializers.Serializer[dict[str, Any]]):
    """``text``: an ORCID iD, an OpenAlex author id, a list of DOIs, or a bibliography, as ``source`` says."""

    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[
            choice
            for choice in PublicationSource.choices
            if choice[0] not in {PublicationSource.MANUAL, PublicationSource.FILE}
        ]
    )
    text = serializers.CharField(max_length=1_000_000)


class RefusalSerializer(serializers.Serializer[dict[str, Any]]):
    entry = serializers.CharField()
    reason = serializers.CharField()


class PublicationImportSerializer(serializers.ModelSerializer[PublicationImport]):
    """``error`` is a fixed word, ``error_text`` the same for the reader; ``rejected`` names what was of no use."""

    error_text = serializers.CharField(source="get_error_display", read_only=True)
    rejected = serializers.SerializerMethodField()

    class Meta:
        model = PublicationImport
        fields = [
            "id",
            "source",
            "state",
            "total",
            "found",
            "added",
            "merged",
            "left_out",
            "rejected",
            "error",
            "error_text",
            "created_at",
            "finished_at",
        ]

    @extend_schema_field(RefusalSerializer(many=True))
    def get_rejected(self, job: PublicationImport) -> list[dict[str, str]]:
        return [{"entry": name, "reason": reason} for name, reason in job.refusals]


class PeopleFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """The filters of the directory."""

    text = serializers.CharField(max_length=200, required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=Side.choices, required=False, allow_blank=True)
    career_stage = serializers.ChoiceField(choices=CareerStage.choices, required=False, allow_blank=True)
    needs = serializers.ChoiceField(choices=ResourceKind.choices, required=False, allow_blank=True)
    offers = serializers.ChoiceField(choices=ResourceKind.choices, required=False, allow_blank=True)
    topic = NamedField(slug_field="openalex_id", queryset=Topic.objects.all(), required=False)
    topic_text = serializers.CharField(max_length=200, required=False, allow_blank=True)

    def criteria(self) -> dict[str, Any]:
        topic = self.validated_data.get("topic")
        return {**self.validated_data, "topic": topic.pk if topic else None}


class PersonSerializer(serializers.Serializer[DisclosedProfile]):
    """A person as the reader may see them. What they hide is empty; ``shown`` names the fields that are open.

    Career stage and languages are words in the reader's language.
    """

    public_id = serializers.UUIDField()
    url = serializers.CharField()
    name_romanised = serializers.CharField()
    name_native = serializers.CharField()
    side = serializers.ChoiceField(choices=Side.choices, allow_null=True)
    organisation = OrganisationOptionSerializer(allow_null=True)
    statement_en = serializers.CharField()
    statement_ko = serializers.CharField()
    connected = serializers.BooleanField()
    email = serializers.CharField()
    department = serializers.CharField()
    career_stage = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    available_from = serializers.DateField(allow_null=True)
    available_until = serializers.DateField(allow_null=True)
    offers = ResourceSerializer(many=True)
    needs = ResourceSerializer(many=True)
    topics = TopicOptionSerializer(many=True)
    orcid = serializers.CharField()
    openalex_id = serializers.CharField()
    shown = serializers.SerializerMethodField()
    changed_at = serializers.DateTimeField()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=ProfileField.choices)))
    def get_shown(self, profile: DisclosedProfile) -> list[str]:
        return sorted(profile.fields)


class PaperSerializer(serializers.ModelSerializer[Publication]):
    """A publication that represents somebody."""

    class Meta:
        model = Publication
        fields = ["title", "abstract", "year", "venue", "doi"]


class PersonDetailSerializer(PersonSerializer):
    """``context`` gives ``papers``, those of the person that the reader may see."""

    publications = serializers.SerializerMethodField()

    @extend_schema_field(PaperSerializer(many=True))
    def get_publications(self, profile: DisclosedProfile) -> list[dict[str, Any]]:
        return [dict(row) for row in PaperSerializer(self.context["papers"], many=True).data]


class ConsentNoticeSerializer(serializers.ModelSerializer[ConsentNotice]):
    class Meta:
        model = ConsentNotice
        fields = ["purpose", "version", "text_en", "text_ko", "published_at"]


class ConsentSerializer(serializers.ModelSerializer[ConsentRecord]):
    """A line of the ledger; in force while ``withdrawn_at`` is null."""

    purpose = serializers.ChoiceField(source="notice.purpose", choices=ConsentPurpose.choices)
    version = serializers.IntegerField(source="notice.version")

    class Meta:
        model = ConsentRecord
        fields = [
            "recipient_country",
            "purpose",
            "version",
            "language",
            "source",
            "basis",
            "given_at",
            "withdrawn_at",
        ]


class GiveConsentSerializer(serializers.Serializer[dict[str, Any]]):
    """To which version of the text the person agrees, in which language it was read, and for which country."""

    recipient_country = serializers.ChoiceField(choices=Side.choices)
    version = serializers.IntegerField(min_value=1, max_value=32767)
    language = serializers.ChoiceField(choices=settings.LANGUAGES)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """With the ``notice`` of that version; whether it is the one in force, the service says."""
        purpose = ConsentPurpose.CROSS_BORDER_MATCHING
        notice = ConsentNotice.objects.filter(purpose=purpose, version=attrs.pop("version")).first()
        if notice is None:
            raise serializers.ValidationError({"version": [_("There is no such version of the text.")]})
        return {**attrs, "notice": notice}
