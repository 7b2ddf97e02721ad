"""Administration of people. What a person or the matching wrote as a record is read here, never rewritten."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pghistory.admin.core import EventModelAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from exchange.people import models
from exchange.people.selectors.search import find_organisations, fold
from exchange.people.services.account import erase_account, erase_researcher
from exchange.people.services.organisations import merge_organisation

PAGE = 15


class ReadOnlyAdmin(ModelAdmin):
    """Rows that a human edit would falsify: to be searched and read."""

    list_per_page = PAGE

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class HistoryAdmin(ReadOnlyAdmin, EventModelAdmin):
    """What the audit triggers wrote: who changed which row when."""

    list_display = ["pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context"]
    list_filter = ["pgh_label", ("pgh_created_at", admin.DateFieldListFilter)]
    ordering = ["-pgh_created_at"]
    list_select_related = ["pgh_context"]


class TouchingAdmin(ModelAdmin):
    """Edits of a matched subject count as changes, so that the next refresh reads it again."""

    list_per_page = PAGE

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        type(form.instance).objects.filter(pk=form.instance.pk).update(changed_at=timezone.now())


class ErasingAdmin(ModelAdmin):
    """Deleting a person is erasing them: history included, with a tombstone that names who did it."""

    list_per_page = PAGE

    def erase(self, obj: Any, by: models.User) -> None:
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        assert isinstance(request.user, models.User)  # noqa: S101  (the admin's own check stands before it)
        self.erase(obj, request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What nobody may delete alone, such as consents, goes with the person all the same."""
        to_delete, counts, _denied, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected


admin.site.unregister(Group)
admin.site.unregister(UserSession)


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    """allauth's own searches by a user name, which accounts here do not have."""

    list_display = ["user", "ip", "created_at", "last_seen_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "ip"]
    exclude = ["session_key"]


class EmailAddressInline(TabularInline):
    model = EmailAddress
    extra = 0


@admin.register(models.User)
class UserAdmin(ErasingAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = [EmailAddressInline]
    list_display = ["email", "name", "language", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active", "language"]
    search_fields = ["email", "name", "researcher__name_romanised", "researcher__name_native"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    readonly_fields = ["public_id", "last_login", "date_joined"]
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "public_id")}),
        (_("Role"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Preferences"), {"fields": ("language", "time_zone")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2", "is_staff")}),)

    def erase(self, obj: Any, by: models.User) -> None:
        erase_account(obj, by=by)


class ResourceInline(TabularInline):
    model = models.ResearcherResource
    extra = 0


class PublicationInline(TabularInline):
    model = models.Publication
    fields = ["title", "year", "doi", "is_representative"]
    readonly_fields = ["title", "year", "doi"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.Researcher)
class ResearcherAdmin(ErasingAdmin, TouchingAdmin):
    inlines = [ResourceInline, PublicationInline]
    list_display = [
        "name_romanised",
        "name_native",
        "country",
        "organisation",
        "is_listed",
        "changed_at",
    ]
    list_filter = ["country", "career_stage", "is_listed", "created_at", ("user", admin.EmptyFieldListFilter)]
    sortable_by = ["name_romanised", "name_native", "changed_at"]
    list_select_related = ()  # joined for all found before the first page is cut; read for that page alone below
    search_fields = ["name_romanised", "name_native", "user__email", "=orcid", "=external_id"]
    autocomplete_fields = ["user", "organisation", "topics"]
    readonly_fields = ["public_id", "created_at", "changed_at"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        people: QuerySet[Any] = super().get_queryset(request)
        return people.prefetch_related("organisation")

    def erase(self, obj: Any, by: models.User) -> None:
        """The person's account goes with the profile; a later import leaves them out."""
        erase_researcher(obj, by=by)


class MergeForm(forms.Form):
    """Which ROR record the entered organisations are the same as."""

    into = forms.CharField(label=_("ROR address"), help_text=_("For example https://ror.org/05apxxy63"), max_length=32)

    def __init__(self, data: Any = None, *, entered: "list[models.Organisation]") -> None:
        super().__init__(data)
        self.entered = entered
        self.similar = [row for one in entered for row in find_organisations(one.name, 5) if row.is_verified]

    def clean(self) -> None:
        target = models.Organisation.objects.filter(ror_id=self.cleaned_data.get("into", ""), is_verified=True).first()
        if target is None:
            self.add_error("into", _("No organisation of ROR has this address."))
        elif any(one.is_verified for one in self.entered):
            self.add_error(None, _("Only an organisation that a person entered can be merged, into one that ROR has."))
        self.target = target

    def merge(self) -> int:
        assert self.target is not None  # noqa: S101  (a valid form has one)
        with transaction.atomic():
            return sum(merge_organisation(one, into=self.target) for one in self.entered)


class OrganisationNameInline(TabularInline):
    model = models.OrganisationName
    extra = 0


@admin.register(models.Organisation)
class OrganisationAdmin(ModelAdmin):
    inlines = [OrganisationNameInline]
    list_display = ["name", "name_ko", "country", "city", "ror_id", "is_verified"]
    list_filter = ["is_verified", "country"]
    search_fields = ["name", "name_ko", "ror_id", "names__text"]
    actions = ["merge_into_ror"]

    @admin.action(description=_("Merge into a ROR record"), permissions=["change", "delete"])
    def merge_into_ror(self, request: HttpRequest, queryset: "QuerySet[models.Organisation]") -> HttpResponse:
        """Ask for the ROR record, then move people and projects over; the audit log names the administrator."""
        form = MergeForm(request.POST if "merge" in request.POST else None, entered=list(queryset))
        if form.is_bound and form.is_valid():
            moved = form.merge()
            self.message_user(request, _("Merged; %(count)d people and projects moved.") % {"count": moved})
            return redirect("admin:people_organisation_changelist")
        context = {**self.admin_site.each_context(request), "form": form, "title": _("Merge into a ROR record")}
        return render(request, "people/admin/organisation_merge.html", context)


@admin.register(models.OrganisationLink)
class OrganisationLinkAdmin(ModelAdmin):
    list_display = ["parent", "child"]
    list_select_related = ["parent", "child"]
    search_fields = ["parent__name", "child__name"]
    autocomplete_fields = ["parent", "child"]


@admin.register(models.Topic)
class TopicAdmin(ModelAdmin):
    list_display = ["name", "name_ko", "subfield", "field", "domain", "works_count"]
    list_filter = ["domain", "field", ("name_ko", admin.EmptyFieldListFilter)]
    search_fields = ["name", "name_ko", "openalex_id", "subfield"]
    readonly_fields = ["name_ko"]


@admin.register(models.ResearcherSearch)
class ResearcherSearchAdmin(ReadOnlyAdmin):
    list_display = ["subject", "keys"]
    list_select_related = ["subject"]
    search_fields = ["subject__name_romanised", "subject__name_native"]


@admin.register(models.Publication)
class PublicationAdmin(ModelAdmin):
    list_display = ["title", "researcher", "year", "source", "is_representative"]
    list_filter = ["source", "is_representative"]
    list_select_related = ["researcher"]
    search_fields = ["title", "doi", "researcher__name_romanised"]
    autocomplete_fields = ["researcher"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.folded_title = fold(obj.title)[:500]
        super().save_model(request, obj, form, change)
        models.Researcher.objects.filter(pk=obj.researcher_id).touch()


@admin.register(models.PublicationImport)
class PublicationImportAdmin(ReadOnlyAdmin):
    list_display = ["researcher", "source", "state", "error", "found", "added", "merged", "attempts", "created_at"]
    list_filter = ["source", "state", "error"]
    list_select_related = ["researcher"]
    search_fields = ["researcher__name_romanised", "researcher__name_native", "payload"]
    date_hierarchy = "created_at"


@admin.register(models.ConsentNotice)
class ConsentNoticeAdmin(ModelAdmin):
    """A new version can be added; a published one never changes."""

    list_display = ["purpose", "version", "published_at"]
    list_filter = ["purpose"]
    search_fields = ["text_en", "text_ko"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(models.ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdmin):
    list_display = ["researcher", "recipient_country", "notice", "source", "given_at", "withdrawn_at"]
    list_filter = ["recipient_country", "source", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["researcher", "notice"]
    search_fields = ["researcher__name_romanised", "basis"]
    date_hierarchy = "given_at"


@admin.register(models.Erasure)
class ErasureAdmin(ReadOnlyAdmin):
    list_display = ["subject_id", "erased_at", "erased_by"]
    list_select_related = ["erased_by"]
    search_fields = ["subject_id"]
    date_hierarchy = "erased_at"


def register_history(model: type[Model]) -> None:
    """Show the audit events of a tracked model, under its own name in the reader's language."""
    events: type[Model] = model.pgh_event_model  # type: ignore[attr-defined]
    events._meta.verbose_name = format_lazy(_("{what}: change"), what=model._meta.verbose_name)
    events._meta.verbose_name_plural = format_lazy(_("{what}: changes"), what=model._meta.verbose_name_plural)
    admin.site.register(events, HistoryAdmin)


for tracked in (
    models.User,
    models.Researcher,
    models.ResearcherResource,
    models.Organisation,
    models.Publication,
    models.ConsentRecord,
):
    register_history(tracked)
