"""Mails of the demo, so that sign-up can be finished without a mail server. Not there outside the demo."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

# Django's file backend ends each message with a line of dashes.
_RULE = re.compile(rb"^-{79}\n", re.MULTILINE)


@dataclass(frozen=True)
class Mail:
    sent: datetime | None
    to: str
    subject: str
    text: str


def mail_list(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO or not _is_from_this_machine(request):
        raise Http404
    page = Paginator(_mails(settings.MAIL_FOLDER), 20).get_page(request.GET.get("page"))
    return render(request, "web/mail_list.html", {"page": page})


def _is_from_this_machine(request: HttpRequest) -> bool:
    """By the connection itself, and not through a proxy, behind which everybody comes from this machine."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    own = getattr(address, "ipv4_mapped", None) or address
    return own.is_loopback and "X-Forwarded-For" not in request.headers


def _mails(folder: Path) -> list[Mail]:
    """All mails of the folder, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.exists() else []
    return [_read(raw) for path in files for raw in reversed(_RULE.split(path.read_bytes())) if raw.strip()]


def _read(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the default policy makes
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body is not None else ""
    return Mail(_sent(message), str(message["To"]), str(message["Subject"]), text)


def _sent(message: EmailMessage) -> datetime | None:
    """A date whose zone is “-0000” says that it is in UTC, and is read as one of no zone."""
    sent: datetime | None = message["Date"].datetime if message["Date"] else None
    return sent.replace(tzinfo=UTC) if sent is not None and sent.tzinfo is None else sent
