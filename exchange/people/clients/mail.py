"""A mail goes to the mail server; why it was not taken, in words that somebody can act on."""

import smtplib
import socket
import ssl
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

# A ValueError is an address or a subject that cannot be written into a header.
FAILURES = (OSError, smtplib.SMTPException, ValueError)


def mail_server() -> str:
    """Mails that are kept in a folder have no server."""
    if not settings.EMAIL_HOST:
        return str(getattr(settings, "EMAIL_FILE_PATH", "") or settings.EMAIL_BACKEND)
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def send(mail: EmailMessage) -> None:
    """Raises one of ``FAILURES``. Django keeps the connection open where the server refuses what comes before the mail."""
    mail.connection = connection = get_connection()
    try:
        mail.send()
    finally:
        with suppress(smtplib.SMTPException):
            connection.close()


def in_words(error: Exception) -> str:
    """With the server's own answer behind it, where it gave one."""
    return " ".join(filter(None, [_reason(error) % {"server": mail_server()}, _answer(error)]))


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
    # A server that says nothing in the middle is a lost connection to the library, whose reason stands behind it.
    known = error.__context__ if isinstance(error.__context__, TimeoutError) else error
    return next((text for kind, text in reasons if isinstance(known, kind)), _("%(server)s did not take the mail."))


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
