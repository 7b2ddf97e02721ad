"""The privacy notice, as everybody reads it, and agreeing to a version that asks anew."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.forms.privacy import CollectionConsentForm
from exchange.people.models import PrivacyNotice
from exchange.people.selectors.offices import reachable_offices
from exchange.people.selectors.privacy import is_asked_to_agree, notice_in_force
from exchange.people.values.bilingual import reads_korean
from exchange.people.views.access import signed_in


def _page(request: HttpRequest, notice: PrivacyNotice, form: CollectionConsentForm | None = None) -> HttpResponse:
    context = {
        "notice": notice,
        "text": notice.text_ko if reads_korean() else notice.text_en,
        "versions": PrivacyNotice.objects.only("version", "published_at"),
        "form": form,
        "offices": reachable_offices(),
    }
    return render(request, "people/privacy.html", context, status=422 if form and form.is_bound else 200)


def privacy(request: HttpRequest) -> HttpResponse:
    """The version in force; whoever is asked to agree does so here."""
    is_asked = request.user.is_authenticated and is_asked_to_agree(request.user)
    return _page(request, notice_in_force(), CollectionConsentForm() if is_asked else None)


def privacy_version(request: HttpRequest, version: int) -> HttpResponse:
    return _page(request, get_object_or_404(PrivacyNotice, version=version))


@login_required
@require_POST
def privacy_agree(request: HttpRequest) -> HttpResponse:
    form = CollectionConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, form.shown, form)
    form.record(signed_in(request))
    messages.success(request, _("Your consent is recorded."))
    return redirect("home")
