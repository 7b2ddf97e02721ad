"""Which mails a person gets: their choice, and the way out that every mail carries."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from exchange.messaging.enums import Category, Delivery
from exchange.messaging.forms import NotificationsForm
from exchange.messaging.selectors.links import Subscription, read_undo, read_unsubscribe, undo_token
from exchange.messaging.selectors.messages import deliveries_of, wanted_of
from exchange.messaging.services import choose_deliveries, unsubscribe
from exchange.people.models import User
from exchange.people.views.access import signed_in


@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = NotificationsForm(request.POST or None, initial=deliveries_of(user))
    if request.method == "POST" and form.is_valid():
        choose_deliveries(user, deliveries=form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notifications")
    return render(request, "messaging/notifications.html", {"form": form}, status=422 if form.errors else 200)


@csrf_exempt  # RFC 8058: the mail program posts, without cookies. The signature is the permission.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET and changes nothing: mail scanners open every link. POST unsubscribes."""
    subscription = read_unsubscribe(token)
    if subscription is None:
        return render(request, "messaging/unsubscribe_invalid.html", status=404)
    with translation.override(_language(request, subscription.user)):
        if request.method == "POST":
            before = unsubscribe(subscription.user, category=subscription.category)
            return _render_stopped(request, subscription, before)
        wanted = wanted_of(subscription.user, subscription.category)
        if not wanted:
            return _render_stopped(request, subscription, wanted)
        return render(request, "messaging/unsubscribe.html", {"category": subscription.category, "wanted": wanted})


@never_cache
@require_POST
def unsubscribe_undo(request: HttpRequest) -> HttpResponse:
    undo = read_undo(request.POST.get("token", ""))
    if undo is None:
        return render(request, "messaging/unsubscribe_invalid.html", status=404)
    user, deliveries = undo
    with translation.override(_language(request, user)):
        choose_deliveries(user, deliveries=deliveries)
        return render(request, "messaging/unsubscribe_undone.html", {"labels": _labels(deliveries)})


def _render_stopped(request: HttpRequest, subscription: Subscription, before: dict[str, str]) -> HttpResponse:
    category = subscription.category
    if not before and category != Category.DIGEST:
        before = {category.value: Delivery.IMMEDIATE.value}
    context = {"category": category, "undo": undo_token(subscription.user, before) if before else ""}
    return render(request, "messaging/unsubscribe_stopped.html", context)


def _labels(deliveries: dict[str, str]) -> list[tuple[str, str]]:
    return [(str(Category(name).label), str(Delivery(delivery).label)) for name, delivery in deliveries.items()]


def _language(request: HttpRequest, user: User) -> str:
    """The language chosen in this browser, else the one the person's mails are in."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return translation.get_language() or user.language if chosen or request.user.is_authenticated else user.language
