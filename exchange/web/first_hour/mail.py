"""Whether mail goes out, and what the server says if it does not."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.people.clients.mail import FAILURES, in_words, mail_server, send
from exchange.web.models import Installation


class MailFailed(Exception):
    """The message says what to change."""


def send_test_mail(address: str) -> str:
    """Send one mail now and return who took it. Raises ``MailFailed``."""
    if settings.EMAIL_BACKEND.endswith((".console.EmailBackend", ".dummy.EmailBackend")):
        raise MailFailed(_("No mail server is set: mails go to the log and to nobody. Set EMAIL_URL and start again."))
    text = _("This mail was sent from %(site)s to see whether mail goes out. It does.") % {"site": settings.SITE_URL}
    mail = EmailMessage(_("Mail works"), text, to=[address])
    try:
        send(mail)
    except FAILURES as error:
        raise MailFailed(in_words(error)) from error
    Installation.objects.update_or_create(pk=1, defaults={"mail_tested_at": timezone.now()})
    return mail_server()
