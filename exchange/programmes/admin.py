"""Administration of programmes. A call is edited on its managers' pages, where its definition is checked as a whole."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from exchange.money.amounts import format_money
from exchange.people.admin.accounts import UserAdmin
from exchange.people.admin.amounts import MajorAmountForm
from exchange.people.admin.bases import HistoryAdmin, ReadOnlyAdmin, register_history
from exchange.people.admin.reading import ChoosingAdmin
from exchange.people.models import User
from exchange.programmes import models
from exchange.programmes.models.agency import BOTH_SIDES
from exchange.programmes.selectors.competing import competed_calls
from exchange.programmes.selectors.offices import objections


class Recused(ModelAdmin):
    """An administrator who competes in a call reads nothing of the others in it here either; ``to_call`` leads to it."""

    to_call = "call"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.open_to(request.user, super().get_queryset(request))

    def open_to(self, user: User | AnonymousUser, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.exclude(**{f"{self.to_call}__in": competed_calls(user)})

    def is_narrowed_for(self, request: HttpRequest) -> bool:
        return competed_calls(request.user).exists()


class RecusedAdmin(Recused, ReadOnlyAdmin):
    pass


class RecusedHistoryAdmin(Recused, HistoryAdmin):
    pass


class OfficeRow(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Whose office it is, at which agency, stays: for another one, remove this and give that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"agency", "user"} & set(self.fields) if self.instance.pk else ():
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Refused here is what is refused to whoever invites; that nobody acts for both sides says the model."""
        cleaned = super().clean() or self.cleaned_data
        agency, account = (cleaned.get(name) or self._of_page(name) for name in ("agency", "user"))
        if not self.instance.pk and agency and account and account.pk:
            for objection in set(objections(agency, account.email, account)) - {str(BOTH_SIDES)}:
                self.add_error(None, objection)
        return cleaned

    def _of_page(self, name: str) -> Any:
        """Of the agency or the account on whose page the row stands."""
        return getattr(self.instance, name, None)


class OfficeRows(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """All offices of one account, as they are sent along."""
        super().clean()
        kept = [row for row in self.forms if row not in self.deleted_forms and row.is_valid()]
        if len({row.cleaned_data["agency"].side for row in kept if row.cleaned_data.get("agency")}) > 1:
            raise ValidationError(BOTH_SIDES)


class AgencyOfficerInline(TabularInline):
    model = models.AgencyOfficer
    form = OfficeRow
    autocomplete_fields = ["user"]
    extra = 0
    show_change_link = True


class OfficeInline(TabularInline):
    """On the account."""

    model = models.AgencyOfficer
    form = OfficeRow
    formset = OfficeRows
    fields = ["agency", "title", "programmes"]
    readonly_fields = ["programmes"]
    autocomplete_fields = ["agency"]
    extra = 0
    show_change_link = True

    @admin.display(description=_("manages"), empty_value="–")
    def programmes(self, office: models.AgencyOfficer) -> str:
        return programmes_of(office)


def programmes_of(office: models.AgencyOfficer) -> str:
    return ", ".join(str(one.programme) for one in office.managed.all()) if office.pk else ""


admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """An account with its offices: nothing else makes somebody a manager."""

    inlines = [OfficeInline, *UserAdmin.inlines]
    list_display = [*UserAdmin.list_display, "offices"]
    list_filter = ["agency_offices__agency", *UserAdmin.list_filter]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        accounts: QuerySet[Any] = super().get_queryset(request)
        return accounts.prefetch_related("agency_offices__agency")

    @admin.display(description=_("office"), empty_value="–")
    def offices(self, account: User) -> str:
        return ", ".join(office.agency.code for office in account.agency_offices.all())


class InvitingAdmin(ModelAdmin):
    """Offices are given by one form on a page of its own, which the lists lead to."""

    actions_list = ["invite_officer"]

    def has_invite_officer_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("programmes.invite_officer"))

    @action(description=_("Invite a manager or officer"), url_path="invite", permissions=["invite_officer"])
    def invite_officer(self, request: HttpRequest) -> HttpResponse:
        return redirect("office-invite")


@admin.register(models.Agency)
class AgencyAdmin(InvitingAdmin, ChoosingAdmin):
    inlines = [AgencyOfficerInline]
    list_display = ["code", "name_en", "name_ko", "side", "currency", "time_zone", "reachable"]
    list_filter = ["side", "currency"]
    search_fields = ["code", "name_en", "name_ko"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What its officers may see follows from the side."""
        return ["side"] if obj else []

    @admin.display(description=_("has a contact"), boolean=True)
    def reachable(self, agency: models.Agency) -> bool:
        return agency.is_reachable


@admin.register(models.AgencyOfficer)
class AgencyOfficerAdmin(InvitingAdmin):
    form = OfficeRow
    list_display = ["user", "agency", "title", "programmes"]
    list_filter = ["agency"]
    list_select_related = ["user", "agency"]
    search_fields = ["user__email", "agency__code", "title"]
    autocomplete_fields = ["user", "agency"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        offices: QuerySet[Any] = super().get_queryset(request)
        return offices.prefetch_related("managed__programme")

    @admin.display(description=_("manages"), empty_value="–")
    def programmes(self, office: models.AgencyOfficer) -> str:
        return programmes_of(office)


@admin.register(models.OfficeInvitation)
class OfficeInvitationAdmin(InvitingAdmin, ReadOnlyAdmin):
    list_display = ["email", "agency", "shown_state", "invited_by", "last_sent_at", "times_sent", "ended_at"]
    list_filter = ["state", "agency"]
    list_select_related = ["agency", "invited_by"]
    search_fields = ["email", "agency__code", "title"]
    date_hierarchy = "invited_at"

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, invitation: models.OfficeInvitation) -> str:
        return str(invitation.standing.label)


class OfProgramme(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Rows of which each belongs to one of the programme's agencies, as they are sent along."""

    shown = "agency"

    def agency_of(self, row: Any) -> Any:
        return row.cleaned_data.get("agency")

    def clean(self) -> None:
        super().clean()
        agencies = set(self.data.getlist("agencies"))  # type: ignore[attr-defined]  # what a browser has sent
        for row in self.forms:
            agency = self.agency_of(row) if row.is_valid() else None
            if agency is not None and row not in self.deleted_forms and str(agency.pk) not in agencies:
                row.add_error(self.shown, _("This agency has no part in the programme."))


class ProgrammeManagerRows(OfProgramme):
    shown = "officer"

    def agency_of(self, row: Any) -> Any:
        officer = row.cleaned_data.get("officer")
        return officer and officer.agency


class ProgrammeManagerInline(TabularInline):
    model = models.ProgrammeManager
    formset = ProgrammeManagerRows
    autocomplete_fields = ["officer"]
    extra = 0


class ProgrammeTopicInline(TabularInline):
    model = models.ProgrammeTopic
    autocomplete_fields = ["research_topics"]
    extra = 0


class BudgetAdmin(ModelAdmin):
    """What the database refuses beside a second writer is told, not raised: the forms have checked all they could see."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            messages.error(
                request, _("Someone else has changed these figures in the meantime: check them and enter yours again.")
            )
            return redirect(request.get_full_path())
        return answer


class CommitmentRow(MajorAmountForm):
    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        budget = cleaned.get("budget") or (self.instance.budget if self.instance.pk else None)
        return budget.currency if budget else None


class YearBudgetRow(MajorAmountForm):
    """The currency is the agency's; agency and year of an entered budget stay."""

    def currency_of(self, cleaned: dict[str, Any]) -> str | None:
        if self.instance.pk:
            return str(self.instance.currency)
        return cleaned["agency"].currency if cleaned.get("agency") else None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("agency", "fiscal_year") if self.instance.pk else ():
            self.fields[name].disabled = True


class YearBudgetInline(TabularInline):
    model = models.YearBudget
    form = YearBudgetRow
    formset = OfProgramme
    fields = ["agency", "fiscal_year", "amount_minor", "currency", "promised"]
    readonly_fields = ["currency", "promised"]
    extra = 0

    @admin.display(description=_("promised"), empty_value="–")
    def promised(self, budget: models.YearBudget) -> str:
        return format_money(budget.committed_minor, budget.currency) if budget.pk else ""


@admin.register(models.Programme)
class ProgrammeAdmin(BudgetAdmin):
    inlines = [ProgrammeManagerInline, ProgrammeTopicInline, YearBudgetInline]
    list_display = ["name_en", "name_ko", "starts_on", "ends_on"]
    search_fields = ["name_en", "name_ko"]
    filter_horizontal = ["agencies"]
    date_hierarchy = "starts_on"


@admin.register(models.Commitment)
class CommitmentAdmin(BudgetAdmin):
    form = CommitmentRow
    list_display = ["purpose", "budget", "call", "amount", "made_by", "made_at"]
    list_filter = ["budget__agency", "budget__fiscal_year"]
    list_select_related = ["budget__agency", "call", "made_by"]
    search_fields = ["purpose", "call__title_en", "call__title_ko"]
    readonly_fields = ["made_by", "made_at"]
    date_hierarchy = "made_at"

    @admin.display(description=_("amount"), ordering="amount_minor")
    def amount(self, commitment: models.Commitment) -> str:
        return format_money(commitment.amount_minor, commitment.budget.currency)


class StageInline(TabularInline):
    model = models.Stage
    fields = ["kind", "opens_at", "closes_at", "time_zone", "by_invitation"]
    readonly_fields = fields
    can_delete = False
    extra = 0
    max_num = 0


@admin.register(models.Call)
class CallAdmin(ReadOnlyAdmin):
    inlines = [StageInline]
    list_display = ["title_en", "title_ko", "programme", "state", "is_example", "changed_at"]
    list_filter = ["state", "programme", "is_example"]
    list_select_related = ["programme"]
    search_fields = ["title_en", "title_ko", "public_id"]
    date_hierarchy = "created_at"


@admin.register(models.CallVersion)
class CallVersionAdmin(ReadOnlyAdmin):
    list_display = ["call", "number", "note", "published_by", "published_at"]
    list_select_related = ["call", "published_by"]
    search_fields = ["call__title_en", "call__title_ko", "note"]
    date_hierarchy = "published_at"


@admin.register(models.StageExtension)
class StageExtensionAdmin(ReadOnlyAdmin):
    list_display = ["stage", "old_closes_at", "new_closes_at", "reason", "extended_by", "extended_at"]
    list_select_related = ["stage", "extended_by"]
    search_fields = ["reason", "stage__call__title_en", "stage__call__title_ko"]


@admin.register(models.LateCode)
class LateCodeAdmin(RecusedAdmin):
    to_call = "stage__call"
    list_display = ["stage", "uses_left", "expires_at", "reason", "made_by", "made_at"]
    list_select_related = ["stage", "made_by"]
    search_fields = ["reason", "stage__call__title_en", "stage__call__title_ko"]
    exclude = ["code"]


class LateCodeHistoryAdmin(RecusedHistoryAdmin):
    to_call = "stage__call"


register_history(models.LateCode, LateCodeHistoryAdmin)
for tracked in (
    models.Agency,
    models.AgencyOfficer,
    models.Call,
    models.Commitment,
    models.OfficeInvitation,
    models.Programme,
    models.ProgrammeManager,
    models.ProgrammeTopic,
    models.Stage,
    models.StageExtension,
    models.YearBudget,
):
    register_history(tracked)
