"""Offices by invitation: administrators invite, send again and withdraw; the invited person takes the office."""

from http import HTTPStatus
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from exchange.people.models import User
from exchange.people.views.access import signed_in
from exchange.programmes.forms.offices import AcceptOfficeForm, InviteOfficerForm
from exchange.programmes.models import OfficeInvitation
from exchange.programmes.selectors.competing import calls_competed_in
from exchange.programmes.selectors.offices import account_at, invitation_with, invitations, signs_in_first
from exchange.programmes.services.offices import (
    accept_with_account,
    accept_with_password,
    invite_officer,
    send_invitation_again,
    withdraw_invitation,
)

ACCEPT = "programmes/office_accept.html"
PAGE_SIZE = 25


def _administrator(request: HttpRequest) -> User:
    """404 for everybody else."""
    user = signed_in(request)
    if not user.has_perm("programmes.invite_officer"):
        raise Http404
    return user


@login_required
def invitation_list(request: HttpRequest) -> HttpResponse:
    _administrator(request)
    page = Paginator(invitations(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "programmes/office_list.html", {"page": page})


@login_required
def invitation_create(request: HttpRequest) -> HttpResponse:
    user, form = _administrator(request), InviteOfficerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            invitation = invite_officer(**form.cleaned_data, by=user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The invitation goes to %(email)s.") % {"email": invitation.email})
            _warn_of_competing(request, invitation)
            return redirect("office-list")
    return render(request, "programmes/office_invite.html", {"form": form}, status=422 if form.is_bound else 200)


def _warn_of_competing(request: HttpRequest, invitation: OfficeInvitation) -> None:
    for call in calls_competed_in(account_at(invitation.email), invitation.programmes.all()):
        text = _(
            "%(email)s is on a proposal in “%(call)s”. Until it is withdrawn or decided, they cannot see or "
            "decide on proposals in that call."
        )
        messages.warning(request, text % {"email": invitation.email, "call": call})


@login_required
@require_POST
def invitation_send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    _administrator(request)
    invitation = get_object_or_404(OfficeInvitation, public_id=public_id)
    try:
        send_invitation_again(invitation)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The invitation goes to %(email)s.") % {"email": invitation.email})
    return redirect("office-list")


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    _administrator(request)
    try:
        withdraw_invitation(get_object_or_404(OfficeInvitation, public_id=public_id))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Withdrawn. Its link no longer works."))
    return redirect("office-list")


@never_cache
def invitation_accept(request: HttpRequest, key: str) -> HttpResponse:
    """Looking changes nothing: programs that read mail open links, too."""
    invitation = invitation_with(key)
    if invitation is None:
        raise Http404
    if not invitation.is_open:
        return _over(request, invitation)
    if request.user.is_authenticated or signs_in_first(account_at(invitation.email)):
        return _by_account(request, invitation)
    return _by_password(request, invitation)


def _over(request: HttpRequest, invitation: OfficeInvitation) -> HttpResponse:
    if request.user.is_authenticated and request.user == invitation.account:
        return redirect("home")
    return render(request, ACCEPT, {"invitation": invitation, "step": "over"}, status=HTTPStatus.GONE)


def _by_account(request: HttpRequest, invitation: OfficeInvitation) -> HttpResponse:
    user, account = request.user, account_at(invitation.email)
    if not user.is_authenticated:
        return render(request, ACCEPT, {"invitation": invitation, "step": "sign-in"})
    if user != account:
        return render(request, ACCEPT, {"invitation": invitation, "step": "other"}, status=HTTPStatus.FORBIDDEN)
    if request.method == "POST":
        try:
            accept_with_account(invitation, account=user)
        except ValidationError as error:
            context = {"invitation": invitation, "step": "account", "errors": error.messages}
            return render(request, ACCEPT, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.success(request, _welcome(invitation))
        return redirect("home")
    competing = calls_competed_in(account, invitation.programmes.all())
    return render(request, ACCEPT, {"invitation": invitation, "step": "account", "competing": competing})


def _by_password(request: HttpRequest, invitation: OfficeInvitation) -> HttpResponse:
    form = AcceptOfficeForm(request.POST or None, email=invitation.email)
    if form.is_bound and form.is_valid():
        values = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password1"]}
        try:
            account = accept_with_password(invitation, **values)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            form.record(account)
            messages.success(request, _welcome(invitation))
            answer: HttpResponse = perform_login(request, account, email=account.email)
            return answer
    context = {"invitation": invitation, "form": form, "step": "password"}
    return render(request, ACCEPT, context, status=422 if form.is_bound else 200)


def _welcome(invitation: OfficeInvitation) -> str:
    return _("Welcome: you now act for %(agency)s.") % {"agency": invitation.agency}
