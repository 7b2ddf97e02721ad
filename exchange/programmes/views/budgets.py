"""A year's budget of the own agency: entered, changed, taken out; a promise taken back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.http.stale import Stale
from exchange.people.views.access import signed_in
from exchange.programmes.forms.budgets import ChangeBudgetForm, YearBudgetForm
from exchange.programmes.models import Commitment, YearBudget
from exchange.programmes.rules import own_agencies
from exchange.programmes.services import (
    enter_year_budget,
    remove_year_budget,
    set_year_budget,
    withdraw_commitment,
)
from exchange.programmes.views.access import managed_programme


@login_required
def budget_create(request: HttpRequest, public_id: UUID) -> HttpResponse:
    programme = managed_programme(request, public_id)
    agencies = own_agencies(signed_in(request), programme)
    form = YearBudgetForm(request.POST or None, agencies=agencies)
    if form.is_bound and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("agency", "fiscal_year", "amount_minor")}
        try:
            enter_year_budget(programme, **values)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Entered."))
            return redirect("programme-detail", public_id)
    context = {"programme": programme, "form": form}
    return render(request, "programmes/budget_create.html", context, status=422 if form.is_bound else 200)


@login_required
def budget_edit(request: HttpRequest, public_id: UUID, budget_id: int) -> HttpResponse:
    budget = _kept_budget(request, public_id, budget_id)
    form = ChangeBudgetForm(request.POST or None, budget=budget)
    if form.is_bound and _change(form):
        messages.success(request, _("Saved."))
        return redirect("programme-detail", public_id)
    context = {"programme": budget.programme, "budget": budget, "form": form}
    return render(request, "programmes/budget_edit.html", context, status=422 if form.is_bound else 200)


def _change(form: ChangeBudgetForm) -> bool:
    if not form.is_valid():
        return False
    read, amount = form.cleaned_data["read_minor"], form.cleaned_data["amount_minor"]
    try:
        set_year_budget(form.budget, amount_minor=amount, read_minor=read)
    except ValidationError as error:
        form.refuse(error)
    except Stale as stale:
        form.add_error("amount", str(stale))
        form.add_error("amount", _("Yours is in the field; saving again replaces it."))
        form.seen(stale.current)
    return not form.errors


@login_required
@require_POST
def budget_remove(request: HttpRequest, public_id: UUID, budget_id: int) -> HttpResponse:
    try:
        remove_year_budget(_kept_budget(request, public_id, budget_id))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Removed."))
    return redirect("programme-detail", public_id)


@login_required
@require_POST
def commitment_withdraw(request: HttpRequest, public_id: UUID, commitment_id: int) -> HttpResponse:
    programme = managed_programme(request, public_id)
    promise = Commitment.objects.select_related("budget").filter(pk=commitment_id, budget__programme=programme).first()
    if promise is not None and not request.user.has_perm("programmes.keep_budget", promise.budget):
        raise Http404
    if promise is not None and withdraw_commitment(promise):
        messages.success(request, _("The promise is taken back."))
    else:
        messages.info(request, _("This promise was taken back already."))
    return redirect("programme-detail", public_id)


def _kept_budget(request: HttpRequest, public_id: UUID, budget_id: int) -> YearBudget:
    """404 for the budget of another agency than one's own."""
    programme = managed_programme(request, public_id)
    budget = get_object_or_404(programme.budgets.select_related("agency", "programme"), pk=budget_id)
    if not request.user.has_perm("programmes.keep_budget", budget):
        raise Http404
    return budget
