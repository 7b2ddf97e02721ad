"""One form per section of a profile. Each knows the service that saves it."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import Audience, CareerStage, Direction, Language, ProfileField, ResourceKind, Side
from exchange.people.forms.choosers import (
    ASK,
    OrganisationChoice,
    organisation_field,
    organisation_text_field,
    other_topics,
    ticked_topics,
    topic_text_field,
    topics_field,
)
from exchange.people.forms.marked import MarkedForm
from exchange.people.models import Organisation, Researcher, Topic, User
from exchange.people.models.researcher import STATEMENT_LIMIT
from exchange.people.services.organisations import enter_organisation
from exchange.people.services.profile import (
    ResourceLine,
    create_profile,
    replace_resources,
    set_topics,
    set_visibility,
    update_profile,
)


class SectionForm(MarkedForm, forms.Form):
    """Base of the sections: starts from the profile, saves through a service, keeps what was typed on failure."""

    fields_saved: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, *, user: User, researcher: Researcher | None) -> None:
        self.user = user
        self.researcher = researcher
        super().__init__(data, initial=self.starting_values())

    def starting_values(self) -> dict[str, Any]:
        if self.researcher is None:
            return {}
        return {name: getattr(self.researcher, name) for name in self.fields_saved}

    def _posted(self) -> QueryDict:
        assert isinstance(self.data, QueryDict)  # noqa: S101  (asked of a bound form alone)
        return self.data

    def look_up(self) -> bool:
        """Answer a button that only asks for more to choose from; False where there was none."""
        return False

    def save_section(self) -> bool:
        """Save, or show the service's objection beside its field."""
        try:
            self.apply()
        except ValidationError as error:
            self._show(error)
            return False
        return True

    def apply(self) -> None:
        values = {name: self.cleaned_data[name] for name in self.fields_saved}
        update_profile(self._own(), **values)

    def _own(self) -> Researcher:
        if self.researcher is None:
            raise ValidationError(_("Say who you are and where you work first."))
        return self.researcher

    def _show(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for field, errors in error.error_dict.items():
            self.add_error(field if field in self.fields else None, ValidationError(errors))


ELSEWHERE = "other"


class BasicsForm(OrganisationChoice, SectionForm):
    fields_saved = ("name_romanised", "name_native", "organisation", "department", "career_stage")
    needs_organisation = True

    name_romanised = forms.CharField(
        label=_("Name in Latin letters"), max_length=150, widget=forms.TextInput({"autocomplete": "name"})
    )
    name_native = forms.CharField(
        label=_("Name in Hangul or your own script"), max_length=150, required=False, help_text=_("For example 한민지.")
    )
    organisation_text = organisation_text_field()
    organisation = organisation_field()
    new_name = forms.CharField(label=_("Its name in Latin letters"), max_length=300, required=False)
    new_name_ko = forms.CharField(label=_("Its Korean name"), max_length=300, required=False)
    new_country = forms.ChoiceField(
        label=_("Country"),
        choices=[("", _("Choose")), *Side.choices, (ELSEWHERE, _("Another country"))],
        required=False,
        help_text=_(
            "Gyoryu matches people in Korea and the United States; elsewhere a profile is kept but not matched."
        ),
    )
    new_city = forms.CharField(label=_("City"), max_length=120, required=False)
    department = forms.CharField(label=_("Department"), max_length=200, required=False)
    career_stage = forms.ChoiceField(label=_("Career stage"), choices=[("", _("Choose")), *CareerStage.choices])

    def __init__(self, data: Any = None, *, user: User, researcher: Researcher | None) -> None:
        super().__init__(data, user=user, researcher=researcher)
        self.offer(researcher.organisation if researcher else None)

    def look_up(self) -> bool:
        if "find" not in self.data:
            return False
        self.find_candidates()
        return True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("new_name"):
            self.settle(cleaned)
        elif not cleaned.get("new_country"):
            self.add_error("new_country", _("Choose the country of the organisation."))
        return cleaned

    @property
    def enters_own(self) -> bool:
        """Whether the person began to describe an organisation of their own."""
        return self.is_bound and any(self.data.get(name) for name in ("new_name", "new_name_ko", "new_city"))

    @transaction.atomic
    def apply(self) -> None:
        values = {name: self.cleaned_data[name] for name in self.fields_saved}
        if self.cleaned_data["new_name"]:
            values["organisation"] = self._entered()
        create_profile(self.user, **values)

    def _entered(self) -> Organisation:
        given = {name: self.cleaned_data[f"new_{name}"] for name in ("name", "name_ko", "country", "city")}
        return enter_organisation(**given | {"country": given["country"].removeprefix(ELSEWHERE)})


class StatementForm(SectionForm):
    one_of = ("statement_en", "statement_ko")

    fields_saved = ("statement_en", "statement_ko")

    statement_en = forms.CharField(
        label=_("Research statement in English"),
        max_length=STATEMENT_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 8, "lang": "en"}),
    )
    statement_ko = forms.CharField(
        label=_("Research statement in Korean"),
        max_length=STATEMENT_LIMIT,
        required=False,
        widget=forms.Textarea({"rows": 8, "lang": "ko"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["statement_en"].strip() or cleaned["statement_ko"].strip()):
            raise ValidationError(_("Write a statement in at least one of the two languages."))
        return cleaned


class ResourceForm(forms.Form):
    one_of = ("kind", "text")

    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose a kind")), *ResourceKind.choices], required=False)
    text = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        help_text=_("One thing per row. An emptied row is removed."),
    )

    def clean(self) -> dict[str, Any]:
        """No kind is the default: it would be left standing, and a thing be found under the wrong one."""
        cleaned = super().clean() or {}
        if cleaned.get("text") and not cleaned.get("kind") and "kind" not in self.errors:
            self.add_error("kind", _("Choose a kind."))
        return cleaned


class ResourcesForm(SectionForm):
    """Rows of what is offered and sought; ``rows`` is the formset."""

    row_limit = 40

    def starting_values(self) -> dict[str, Any]:
        return {"rows": self._starting_rows()}

    def __init__(self, data: Any = None, *, user: User, researcher: Researcher | None) -> None:
        super().__init__(data, user=user, researcher=researcher)
        formset = forms.formset_factory(ResourceForm, extra=0, max_num=self.row_limit, validate_max=True)
        self.rows = formset(data, prefix="rows", initial=self.initial["rows"])

    def _starting_rows(self) -> list[dict[str, str]]:
        saved = self.researcher.resources.all() if self.researcher else ()
        rows = [{"direction": row.direction, "kind": row.kind, "text": row.text} for row in saved]
        for direction in (Direction.OFFER, Direction.NEED):
            if all(row["direction"] != direction for row in rows):
                rows.append({"direction": direction, "kind": "", "text": ""})
        return rows

    def look_up(self) -> bool:
        if "add" not in self.data:
            return False
        data = self._posted().copy()
        shown = str(data.get("rows-TOTAL_FORMS", ""))
        count = int(shown) if shown.isdecimal() and len(shown) < 5 else 0
        data["rows-TOTAL_FORMS"] = str(min(count + 1, self.row_limit))
        self.rows = type(self.rows)(data, prefix="rows")
        return True

    def is_valid(self) -> bool:
        return super().is_valid() and self.rows.is_valid()

    def apply(self) -> None:
        lines = [ResourceLine(**row) for row in self.rows.cleaned_data if row.get("text")]
        replace_resources(self._own(), resources=lines)


class TopicsForm(SectionForm):
    topics = topics_field()
    topic_text = topic_text_field()

    def starting_values(self) -> dict[str, Any]:
        return {"topics": list(self.researcher.topics.all())} if self.researcher else {}

    def __init__(self, data: Any = None, *, user: User, researcher: Researcher | None) -> None:
        super().__init__(data, user=user, researcher=researcher)
        self.found: list[Topic] = []

    @property
    def chosen(self) -> list[Topic]:
        """Ticked at this moment, whether saved or not."""
        if not self.is_bound:
            return list(self.initial.get("topics", ()))
        return ticked_topics(self._posted().getlist("topics"))

    def look_up(self) -> bool:
        if "find" not in self.data:
            return False
        self.found = other_topics(self.data.get("topic_text", ""), self.chosen)
        return True

    def apply(self) -> None:
        set_topics(self._own(), topics=self.cleaned_data["topics"])


class DetailsForm(SectionForm):
    fields_saved = ("languages", "available_from", "available_until", "orcid")

    languages = forms.MultipleChoiceField(
        label=_("Working languages"), choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    available_from = forms.DateField(
        label=_("Available from"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    available_until = forms.DateField(
        label=_("Available until"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    orcid = forms.CharField(
        label="ORCID iD", max_length=60, required=False, help_text=_("For example 0000-0002-1825-0097.")
    )

    def clean_orcid(self) -> str:
        """Accepts the full address too, as people copy it."""
        return str(self.cleaned_data["orcid"]).strip().rstrip("/").rpartition("/")[2].upper()


class VisibilityForm(SectionForm):
    """One choice per field; name, organisation and statement go together and have none."""

    is_listed = forms.BooleanField(
        label=_("Take part in matching and search"),
        required=False,
        help_text=_("Off: nobody finds your profile, and it is not matched."),
    )

    def __init__(self, data: Any = None, *, user: User, researcher: Researcher | None) -> None:
        super().__init__(data, user=user, researcher=researcher)
        for field, label in ProfileField.choices:
            self.fields[field] = forms.ChoiceField(label=label, choices=Audience.choices, widget=forms.RadioSelect)

    def starting_values(self) -> dict[str, Any]:
        if self.researcher is None:
            return {}
        return {**self.researcher.visibility, "is_listed": self.researcher.is_listed}

    def apply(self) -> None:
        visibility = {field: self.cleaned_data[field] for field in ProfileField.values}
        set_visibility(self._own(), visibility=visibility, is_listed=self.cleaned_data["is_listed"])


class PeopleFilterForm(forms.Form):
    """Filters of the list of people; a value that makes no sense is left out, not an error page."""

    q = forms.CharField(label=_("Text"), max_length=200, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=[("", _("Both sides")), *Side.choices], required=False)
    stage = forms.ChoiceField(
        label=_("Career stage"), choices=[("", _("All stages")), *CareerStage.choices], required=False
    )
    needs = forms.ChoiceField(label=_("Seeks"), choices=[("", _("All")), *ResourceKind.choices], required=False)
    offers = forms.ChoiceField(label=_("Offers"), choices=[("", _("All")), *ResourceKind.choices], required=False)
    topic_text = forms.CharField(label=_("Topic"), max_length=200, required=False, widget=forms.TextInput(ASK))
    topic = forms.ModelChoiceField(
        Topic.objects.all(), required=False, widget=forms.HiddenInput, to_field_name="openalex_id"
    )

    def criteria(self) -> dict[str, Any]:
        self.is_valid()
        topic = self.cleaned_data.get("topic")
        return {
            "text": self.cleaned_data.get("q", ""),
            "side": self.cleaned_data.get("side", ""),
            "career_stage": self.cleaned_data.get("stage", ""),
            "needs": self.cleaned_data.get("needs", ""),
            "offers": self.cleaned_data.get("offers", ""),
            "topic": topic.pk if topic else None,
            "topic_text": "" if topic else self.cleaned_data.get("topic_text", ""),
        }


SECTIONS: dict[str, type[SectionForm]] = {
    "basics": BasicsForm,
    "statement": StatementForm,
    "resources": ResourcesForm,
    "topics": TopicsForm,
    "details": DetailsForm,
    "visibility": VisibilityForm,
}
