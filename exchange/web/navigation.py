"""Which pages a person is offered at the top, by role."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.people.models import User

RESEARCHER = (
    ("suggestion-list", _("Suggestions")),
    ("project-list", _("Projects")),
    ("person-list", _("People")),
    ("call-list", _("Calls")),
    ("introduction-list", _("Introductions")),
    ("profile", _("My profile")),
)
MANAGER = (
    ("review", _("Match review")),
    ("introduction-list", _("Introductions")),
    ("run-list", _("Runs")),
    ("call-list", _("Calls")),
    ("project-list", _("Projects")),
    ("person-list", _("People")),
)
STAFF = (("admin:index", _("Administration")),)


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    url: str
    is_current: bool


def entries(request: HttpRequest) -> list[Entry]:
    return list(_entries(request, request.user)) if request.user.is_authenticated else []


def _entries(request: HttpRequest, user: User) -> Iterator[Entry]:
    for name, label in _names(user):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        yield Entry(label, url, request.path.startswith(url))


def _names(user: User) -> tuple[tuple[str, str | Promise], ...]:
    pages = MANAGER if user.is_manager else RESEARCHER
    return pages + STAFF if user.is_staff else pages
