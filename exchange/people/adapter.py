"""How allauth reads and makes accounts and writes mail here: in the person's language and in the frame of all our mails."""

import logging
import zoneinfo
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.utils import user_pk_to_url_str
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import linebreaks_filter, urlize
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exchange.http.addresses import own_address
from exchange.people.clients.mail import FAILURES, in_words, send
from exchange.people.models import Researcher, User
from exchange.people.selectors.account import account_in_force, has_other_ways_in
from exchange.people.selectors.profile import verified_addresses
from exchange.people.services.side import confirm_by_evidence, look_without
from exchange.people.services.sign_up import forget_sign_up
from exchange.people.values.time_zones import likely_zone

logger = logging.getLogger(__name__)


class AccountBackend(AuthenticationBackend):
    """Whose session it is: nobody's, unless the account may act."""

    def get_user(self, user_id: Any) -> User | None:
        return account_in_force(user_id)


class OwnAddressStage(EmailVerificationStage):
    """Asks for the address that the account goes by, whichever verified one was typed: without it nothing opens."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user:
            self.login.email = self.login.user.email
        handled: tuple[HttpResponse | None, bool] = super().handle()
        return handled


AWAITED = ("confirmation", "confirmation_signup", "reset_key", "unknown_account", "already_exists")
OWN_STAGES = {"allauth.account.stages.EmailVerificationStage": f"{__name__}.{OwnAddressStage.__name__}"}


class AccountAdapter(DefaultAccountAdapter):
    """Named by ``ACCOUNT_ADAPTER``."""

    def new_user(self, request: HttpRequest) -> User:
        """Somebody who signs up on a Korean page gets Korean mail, and reads times in the zone of the own browser."""
        language = _page_language()
        return User(language=language, time_zone=likely_zone(request.POST.get("time_zone", ""), language))

    def get_login_stages(self) -> list[str]:
        return [OWN_STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: User) -> None:
        """Signing in may have written the password anew in a newer format, which moves the access."""
        user.refresh_from_db(fields=["access_since"])
        super().login(request, user)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """Who has a second factor shows that, not the password, before what protects the account is changed."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method for method in methods if method["id"] != "reauthenticate"] or methods

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Whoever opens the link has the mailbox; whether they also have the account is another question.

        An address in a domain of the person's organisation confirms their side.
        """
        user, is_theirs = email_address.user, _has_the_account(request, email_address.user)
        is_first = not verified_addresses(user)
        if not (is_theirs or is_first):
            raise ImmediateHttpResponse(_to_signing_in(request))
        is_confirmed = bool(super().confirm_email(request, email_address))
        if is_confirmed and not is_theirs:
            forget_sign_up(user)
        researcher = Researcher.objects.filter(user=user).first()
        if is_confirmed and researcher is not None:
            confirm_by_evidence(researcher)
        return is_confirmed

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """On to choosing a password, where the one from before does not count any more."""
        user = email_address.user
        if user.has_usable_password() or self.request.user.is_authenticated or has_other_ways_in(user):
            return str(super().get_email_verification_redirect_url(email_address))
        messages.info(self.request, _("This is not the browser in which the account was made. Choose a password now."))
        key = default_token_generator.make_token(user)
        return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A page is not lost because the mail server is: whoever waits for the mail is told, and so is the log.

        In place of allauth's, which leaves the connection open where the server refuses the password.
        """
        told = {"request": self.request, "email": email, **context}
        try:
            send(self.render_mail(template_prefix, email, told))
        except FAILURES as error:
            with translation.override("en"):
                logger.error("A mail (%s) was not sent: %s", template_prefix, in_words(error))  # noqa: TRY400 - one line
            self._tell_unsent(template_prefix)

    def _tell_unsent(self, template_prefix: str) -> None:
        """Nobody waits for a mail that only tells what they have just done."""
        if self.request is not None and template_prefix.endswith(AWAITED):
            self.request.is_mail_unsent = True  # the message that it was sent is not said then
            messages.error(self.request, _("We could not send the mail just now. Please try again in a few minutes."))

    def render_mail(
        self, template_prefix: str, email: str, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """In the recipient's language and zone where the account is known, else in the page's."""
        user = context.get("user") or User.objects.at_address(email)
        language = user.language if user else _page_language()
        zone = zoneinfo.ZoneInfo(user.time_zone) if user else timezone.get_current_timezone()
        own = _of_this_site(context)
        with translation.override(language), timezone.override(zone):
            return _framed(super().render_mail(template_prefix, email, own, headers), own)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who came through fewer proxies than there are said to be cannot be told from others, and is not let in."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            logger.warning("GYORYU_PROXIES is %d, but a request came through fewer: none signs in.", settings.PROXIES)
            raise PermissionDenied("The request came through fewer proxies than GYORYU_PROXIES says.") from None

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The address alone: allauth adds the host asked for, and each name or port of ours began a count of its own."""
        return str(credentials.get("email", "")).lower()


class SocialAdapter(DefaultSocialAccountAdapter):
    """Named by ``SOCIALACCOUNT_ADAPTER``."""

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """Without keys nobody comes in by ORCID; who had it connected before they were taken out can disconnect it."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist:
            path = request.path if request else ""
            if path == reverse("socialaccount_connections"):
                return SocialApp(provider=provider, name=provider)
            if path in {reverse("orcid_login"), reverse("orcid_callback")}:
                raise Http404 from None
            raise


def _has_the_account(request: HttpRequest, user: User) -> bool:
    """Signed in, or on the way: somebody who has just signed up or given the password, in this very browser."""
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    known = stage.login.user if stage else request.user
    return bool(known) and known.pk == user.pk


def _to_signing_in(request: HttpRequest) -> HttpResponse:
    """A second address belongs to whoever added it, who must not get to call a stranger's mailbox their own."""
    text = _("Sign in first with the account to which this address was added, then open the link in the mail again.")
    messages.warning(request, text)
    return redirect(settings.LOGIN_URL)


def _of_this_site(context: dict[str, Any]) -> dict[str, Any]:
    """With the links that allauth made from the host of the request led to our own."""
    links = {name: own_address(value) for name, value in context.items() if name.endswith("_url")}
    host = urlsplit(settings.SITE_URL).netloc
    return {**context, **links, "current_site": {"name": host, "domain": host}}


def keep_session(request: HttpRequest, user: User) -> None:
    """All sessions have just ended, other than the one in which the person themselves confirmed or chose an address."""
    if isinstance(request.user, User) and request.user.pk == user.pk:
        request.user.refresh_from_db(fields=["email", "access_since"])
        update_session_auth_hash(request, request.user)


def after_confirming(request: HttpRequest, email_address: EmailAddress, **_other: Any) -> None:
    """Listens to allauth, which has no other place to ask."""
    keep_session(request, email_address.user)


def after_choosing(request: HttpRequest, user: User, **_other: Any) -> None:
    """Listens to allauth, as above."""
    keep_session(request, user)


def after_disconnecting(request: HttpRequest, socialaccount: SocialAccount, **_other: Any) -> None:
    """Listens to allauth, as above: whoever ends by it what confirmed their side is told, and where to go on."""
    if look_without(socialaccount.uid, user=socialaccount.user_id):
        text = _(
            "Your ORCID iD no longer confirms your side, and nothing else does yet. The page “Your side” says what can."
        )
        messages.warning(request, text)


def _framed(mail: EmailMultiAlternatives, context: dict[str, Any]) -> EmailMultiAlternatives:
    content = str(mail.body).strip()
    frame = {"subject": mail.subject, "site_url": settings.SITE_URL}
    html = render_to_string("email/account.html", {**context, **frame, "content": _as_html(content)})
    mail.attach_alternative(html, "text/html")
    mail.body = render_to_string("email/base.txt", {**frame, "content": content})
    return mail


def _as_html(text: str) -> SafeString:
    marked_up: SafeString = linebreaks_filter(urlize(text))
    return marked_up


def _page_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
