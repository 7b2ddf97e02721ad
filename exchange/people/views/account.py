"""Preferences, export and erasure of an account."""

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.people.forms.account import EraseForm, PreferencesForm
from exchange.people.services.account import erase_account, export_account, update_preferences
from exchange.people.views.access import signed_in


@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = PreferencesForm(request.POST or None, user=user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/preferences.html", {"form": form}, status=422 if form.is_bound else 200)
    update_preferences(user, **form.cleaned_data)
    response = redirect("preferences")
    with translation.override(user.language):
        messages.success(request, _("Saved."))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", secure=settings.SECURE)
    return response


@login_required
def account_data(request: HttpRequest) -> HttpResponse:
    return render(request, "people/account_data.html", {"form": EraseForm(user=signed_in(request))})


@login_required
def account_export(request: HttpRequest) -> HttpResponse:
    """Everything about the person as one JSON file."""
    user = signed_in(request)
    name = f"gyoryu-{timezone.localdate():%Y-%m-%d}.json"
    response = JsonResponse(export_account(user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
@rate_limit(action="erase")
def account_erase(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = EraseForm(request.POST, user=user)
    if not form.is_valid():
        return render(request, "people/account_data.html", {"form": form}, status=422)
    erase_account(user, by=user)
    logout(request)
    messages.success(request, _("Your account and everything in it are erased."))
    return redirect(settings.LOGIN_URL)
