"""The consent page: read, give, withdraw, look back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.enums import Side
from exchange.people.forms.consent import ConsentForm
from exchange.people.models import Researcher
from exchange.people.selectors.consent import consent_history, current_notice
from exchange.people.selectors.profile import completeness, own_profile
from exchange.people.services.consent import give_consent, withdraw_consent
from exchange.people.values.bilingual import reads_korean
from exchange.people.views.access import signed_in


def _page(request: HttpRequest, researcher: Researcher, form: ConsentForm | None = None) -> HttpResponse:
    """The notice in the reader's language, and the ledger."""
    notice = current_notice()
    language = "ko" if reads_korean() else "en"
    history = list(consent_history(researcher))
    other = researcher.side.other if researcher.side else None
    given = [row for row in history if row.withdrawn_at is None and row.recipient_country == other]
    context = {
        "researcher": researcher,
        "completeness": completeness(researcher),
        "notice": notice,
        "language": language,
        "text": notice.text_ko if language == "ko" else notice.text_en,
        "recipient": other,
        "in_force": [row for row in history if row.withdrawn_at is None],
        "is_given": any(row.notice == notice for row in given),
        "is_of_earlier_text": any(row.notice != notice for row in given),
        "history": history,
        "form": form or ConsentForm(initial={"notice": notice.pk, "language": language}),
    }
    return render(request, "people/consent.html", context, status=422 if form else 200)


@login_required
def consent(request: HttpRequest) -> HttpResponse:
    researcher = own_profile(signed_in(request))
    return redirect("onboarding") if researcher is None else _page(request, researcher)


@login_required
@require_POST
def consent_give(request: HttpRequest) -> HttpResponse:
    researcher = own_profile(signed_in(request))
    if researcher is None:
        return redirect("onboarding")
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, researcher, form)
    values = form.cleaned_data
    try:
        country = researcher.side.other if researcher.side else ""
        give_consent(researcher, notice=values["notice"], country=country, language=values["language"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("consent")
    messages.success(request, _("Your consent is recorded. You can withdraw it here at any time."))
    return redirect("profile")


@login_required
@require_POST
def consent_withdraw(request: HttpRequest, country: str) -> HttpResponse:
    researcher = own_profile(signed_in(request))
    if researcher is not None and country in Side.values and withdraw_consent(researcher, country=country):
        messages.success(
            request, _("Your consent is withdrawn. Vectors and suggestions that rested on it are removed.")
        )
    else:
        messages.info(request, _("There was no consent in force to withdraw."))
    return redirect("consent")
