"""The managers' pages of their programmes: calls, budgets, what is promised."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from exchange.people.models import User
from exchange.people.views.access import signed_in
from exchange.programmes.forms.budgets import CommitmentForm
from exchange.programmes.rules import own_agencies
from exchange.programmes.selectors.programmes import budget_years, managed_programmes, programme_calls
from exchange.programmes.services import commit_budget
from exchange.programmes.views.access import managed_programme


@login_required
def programme_list(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("programmes.see_managed"):
        raise Http404
    return render(request, "programmes/programme_list.html", {"programmes": managed_programmes(user)})


@login_required
def programme_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    programme, user = managed_programme(request, public_id), signed_in(request)
    agencies = own_agencies(user, programme)
    form = CommitmentForm(request.POST or None, programme=programme, agencies=agencies)
    if form.is_bound and _commit(form, user):
        messages.success(request, _("Promised."))
        return redirect("programme-detail", public_id)
    context = {
        "programme": programme,
        "calls": programme_calls(programme),
        "budgets": budget_years(programme),
        "own": agencies,
        "form": form,
    }
    return render(request, "programmes/programme_detail.html", context, status=422 if form.is_bound else 200)


def _commit(form: CommitmentForm, by: User) -> bool:
    if not form.is_valid():
        return False
    values = {name: form.cleaned_data[name] for name in ("amount_minor", "purpose", "call")}
    try:
        commit_budget(form.cleaned_data["budget"], by=by, **values)
    except ValidationError as error:
        form.refuse(error)
        return False
    return True
