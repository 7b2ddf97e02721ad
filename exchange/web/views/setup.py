"""The first hour: the first administrator behind a key, then a list of what is missing until nothing is."""

from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.people.models import User
from exchange.people.views.access import signed_in
from exchange.programmes.services.founding import found_programme
from exchange.web.first_hour.administrator import AlreadyAdministered, make_first_administrator, opens_setup
from exchange.web.first_hour.checklist import site_objections, steps
from exchange.web.first_hour.mail import MailFailed, send_test_mail
from exchange.web.forms import FirstAdministratorForm, FoundingForm, MailTestForm


@never_cache
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Open to whoever has the key that the start has printed, and to nobody once there is an administrator."""
    if not opens_setup(key):
        raise Http404
    form = FirstAdministratorForm(request.POST or None, initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        try:
            user = make_first_administrator(**form.facts())
        except AlreadyAdministered as error:
            raise Http404 from error
        except ValidationError as error:
            form.refuse(error)
        else:
            form.record(user)
            answer: HttpResponse = perform_login(request, user, email=user.email, redirect_url=reverse("setup"))
            return answer
    return _page(request, "setup_begin", form=form)


def _administrator(request: HttpRequest) -> User:
    """404 for everybody else."""
    user = signed_in(request)
    if not user.has_perm("people.administer"):
        raise Http404
    return user


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    status = 422 if "form" in context and context["form"].is_bound else 200
    return render(request, f"web/{name}.html", context, status=status)


@login_required
def checklist(request: HttpRequest) -> HttpResponse:
    return _page(request, "setup", steps=steps(request, _administrator(request)))


@login_required
def site(request: HttpRequest) -> HttpResponse:
    """What the environment says, since nothing of it is kept in the database."""
    _administrator(request)
    return _page(
        request,
        "setup_site",
        address=settings.SITE_URL,
        sender=settings.DEFAULT_FROM_EMAIL,
        objections=list(site_objections(request)),
    )


@login_required
def mail(request: HttpRequest) -> HttpResponse:
    user = _administrator(request)
    form = MailTestForm(request.POST or None, initial={"address": user.email})
    if form.is_bound and form.is_valid():
        try:
            server = send_test_mail(form.cleaned_data["address"])
        except MailFailed as error:
            form.add_error(None, str(error))
        else:
            values = {"server": server, "address": form.cleaned_data["address"]}
            messages.success(request, _("%(server)s took the mail to %(address)s. Look whether it arrives.") % values)
            return redirect("setup")
    return _page(request, "setup_mail", form=form)


@login_required
def programme(request: HttpRequest) -> HttpResponse:
    _administrator(request)
    form = FoundingForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            found = found_programme(**form.facts())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("“%(programme)s” is there. Its managers are invited next.") % {"programme": found}
            )
            return redirect("setup")
    return _page(request, "setup_programme", form=form)
