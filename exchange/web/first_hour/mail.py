"""Whether mail goes out, and what the server says if it does not, in words that somebody can act on."""

import smtplib
import socket
import ssl

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.web.models import Installation

SECONDS = 15


class MailFailed(Exception):
    """The message says what to change."""


def send_test_mail(address: str) -> str:
    """Send one mail now and return who took it. Raises ``MailFailed``."""
    if settings.EMAIL_BACKEND.endswith((".console.EmailBackend", ".dummy.EmailBackend")):
        raise MailFailed(_("No mail server is set: mails go to the log and to nobody. Set EMAIL_URL and start again."))
    text = _("This mail was sent from %(site)s to see whether mail goes out. It does.") % {"site": settings.SITE_URL}
    mail = EmailMessage(_("Mail works"), text, to=[address], connection=get_connection(timeout=SECONDS))
    try:
        mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise MailFailed(_in_words(error)) from error
    Installation.objects.update_or_create(pk=1, defaults={"mail_tested_at": timezone.now()})
    return _server()


def _server() -> str:
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _in_words(error: Exception) -> str:
    """With the server's own answer behind it, where it gave one."""
    return " ".join(filter(None, [_reason(error) % {"server": _server()}, _answer(error)]))


def _reason(error: Exception) -> str:
    reasons: list[tuple[type[Exception] | tuple[type[Exception], ...], str]] = [
        (smtplib.SMTPAuthenticationError, _("%(server)s refuses the user name or the password in EMAIL_URL.")),
        (smtplib.SMTPRecipientsRefused, _("%(server)s does not take mail for this address.")),
        (smtplib.SMTPSenderRefused, _("%(server)s does not take mail from the address in DEFAULT_FROM_EMAIL.")),
        (smtplib.SMTPNotSupportedError, _("%(server)s does not offer what EMAIL_URL asks for.")),
        (smtplib.SMTPServerDisconnected, _("%(server)s closed the connection: smtp+tls and smtp+ssl may be mixed up.")),
        (
            ssl.SSLError,
            _("TLS with %(server)s fails: smtp+tls and smtp+ssl may be mixed up, or its certificate is bad."),
        ),
        (socket.gaierror, _("The host of %(server)s is not known: look at EMAIL_URL.")),
        (ConnectionRefusedError, _("Nothing answers at %(server)s: look at host and port in EMAIL_URL.")),
        (TimeoutError, _("%(server)s does not answer in time: a firewall may stand between.")),
    ]
    return next((text for kind, text in reasons if isinstance(error, kind)), _("%(server)s did not take the mail."))


def _answer(error: Exception) -> str:
    code: int
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return f"({error})"
    said = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return _("It says: %(code)s %(text)s") % {"code": code, "text": said}
