"""Agreeing to the collection of what an account needs: at sign-up, and later to a version that asks anew."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from exchange.people.models import PrivacyNotice, User
from exchange.people.selectors.privacy import notice_in_force
from exchange.people.services.privacy import check_in_force, record_agreement
from exchange.people.values.bilingual import reads_korean

REPLACED = _("The text has changed since you opened this page. Please read the new version.")


class CollectionConsentForm(forms.Form):
    """``notice`` is the version that was shown: nobody agrees to one that they have not seen."""

    notice = forms.ModelChoiceField(
        PrivacyNotice.objects.all(),
        widget=forms.HiddenInput,
        error_messages={"required": REPLACED, "invalid_choice": REPLACED},
    )
    agreed = forms.BooleanField(
        label=_("I agree to the collection and use of the required items described above (required)."),
        error_messages={"required": _("Without this consent there can be no account. Tick the box if you agree.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = notice_in_force()
        self.fields["notice"].initial = self.shown.pk

    def clean_notice(self) -> PrivacyNotice:
        notice: PrivacyNotice = self.cleaned_data["notice"]
        check_in_force(notice)
        return notice

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and "notice" in self.errors:
            self._ask_for_the_new_version()

    def _ask_for_the_new_version(self) -> None:
        """What was ticked was said of another text."""
        typed = dict(self.data.items())
        typed[self.add_prefix("notice")] = str(self.shown.pk)
        typed.pop(self.add_prefix("agreed"), None)
        self.data = typed

    def record(self, user: User) -> None:
        language = "ko" if reads_korean() else settings.LANGUAGE_CODE
        record_agreement(user, notice=self.cleaned_data["notice"], language=language)


class SignUpConsent(CollectionConsentForm):
    """Named by ``ACCOUNT_SIGNUP_FORM_CLASS``: stands in every form that makes an account, the one after ORCID as well."""

    field_order = ("email", "password1", "password2", "notice", "agreed")

    def signup(self, request: HttpRequest, user: User) -> None:
        self.record(user)

    def full_clean(self) -> None:
        """A password in order comes back, which browsers are otherwise not given: only the tick has to be added."""
        super().full_clean()
        if self.errors and set(self.errors) <= {"notice", "agreed"}:
            for name in {"password1", "password2"} & set(self.fields):
                self.fields[name].widget.render_value = True
