"""Administration of accounts and their sessions."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from exchange.people import models
from exchange.people.admin.bases import ErasingAdmin, ReadOnlyAdmin, register_history
from exchange.people.admin.reading import ChoosingAdmin
from exchange.people.services.account import erase_account
from exchange.people.services.side import confirm_by_evidence, look_without

admin.site.unregister(Group)
admin.site.unregister(UserSession)
admin.site.unregister(Authenticator)
# The keys of ORCID come from the environment; tokens of other services are kept for nobody to read.
admin.site.unregister([SocialApp, SocialToken])
admin.site.unregister(SocialAccount)
# Addresses are edited on their account, where what they prove is looked at.
admin.site.unregister(EmailAddress)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Removed for somebody who has lost theirs; the secret in it is for nobody to read."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    exclude = ["data"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("mfa.delete_authenticator"))


@admin.register(SocialAccount)
class SocialAccountAdmin(ReadOnlyAdmin):
    """ORCID alone says whose iD it is: nobody enters one here. Removed for somebody who lost theirs to another account."""

    list_display = ["user", "provider", "uid", "date_joined", "last_login"]
    list_filter = ["provider"]
    list_select_related = ["user"]
    search_fields = ["user__email", "uid"]
    exclude = ["extra_data"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("socialaccount.delete_socialaccount"))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        look_without(obj.uid, user=obj.user_id)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        removed = list(queryset.values_list("uid", "user"))
        super().delete_queryset(request, queryset)
        for orcid, user in removed:
            look_without(orcid, user=user)


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    """allauth's own searches by a user name, which accounts here do not have."""

    list_display = ["user", "ip", "created_at", "last_seen_at"]
    list_select_related = ["user"]
    search_fields = ["user__email", "ip"]
    exclude = ["session_key", "data"]


class AddressRows(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """All addresses of the account, as they are sent along; the database would refuse the second one without a word."""
        super().clean()
        kept = [row for row in self.forms if row not in self.deleted_forms and row.is_valid()]
        if sum(bool(row.cleaned_data.get("primary")) for row in kept) > 1:
            raise ValidationError(_("Only one address of an account can be the primary one."))


class AddressInline(TabularInline):
    model = models.Address
    formset = AddressRows
    extra = 0


@admin.register(models.User)
class UserAdmin(ErasingAdmin, ChoosingAdmin, DjangoUserAdmin):  # type: ignore[type-arg]
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    inlines = [AddressInline]
    list_display = ["email", "name", "language", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_active", "language"]
    search_fields = ["email", "name", "researcher__name_romanised", "researcher__name_native"]
    ordering = ["email"]
    date_hierarchy = "date_joined"
    readonly_fields = ["public_id", "last_login", "date_joined", "access_since"]
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "name", "password", "public_id")}),
        (_("Role"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Preferences"), {"fields": ("language", "time_zone")}),
        (_("Dates"), {"fields": ("last_login", "date_joined", "access_since")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2", "is_staff")}),)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """An address that an administrator marks as verified speaks as one that the person verified."""
        super().save_related(request, form, formsets, change)
        for researcher in models.Researcher.objects.filter(user=form.instance.pk):
            confirm_by_evidence(researcher)

    def erase(self, obj: Any, by: models.User) -> None:
        erase_account(obj, by=by)


register_history(models.User)
