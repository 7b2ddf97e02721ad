"""Administration of organisations; entered ones are merged into those of ROR."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline

from exchange.people import models
from exchange.people.admin.bases import register_history
from exchange.people.selectors.search import find_organisations
from exchange.people.services.organisations import merge_organisation
from exchange.people.services.side import look_without_domains


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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A domain that is found not to be the organisation's own has confirmed nobody."""
        super().save_model(request, obj, form, change)
        if "domains" in form.changed_data and (count := look_without_domains(obj)):
            text = ngettext(
                "%(count)d person waits for their side to be confirmed again: a removed domain had confirmed it.",
                "%(count)d people wait for their side to be confirmed again: a removed domain had confirmed it.",
                count,
            )
            self.message_user(request, text % {"count": count}, messages.WARNING)

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


register_history(models.Organisation)
