"""Which pages a person is offered at the top, by role."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.people.models import User

Names = tuple[tuple[str, str | Promise], ...]

RESEARCHER = (
    ("suggestion-list", _("Suggestions")),
    ("project-list", _("Projects")),
    ("person-list", _("People")),
    ("call-list", _("Calls")),
    ("proposal-list", _("Proposals")),
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
VISITOR = (("call-list", _("Calls")),)
STAFF = (("admin:index", _("Administration")),)
OWN_PROFILE = (
    ("profile", (), _("Profile")),
    ("profile-edit", ("visibility",), _("Visibility")),
    ("consent", (), _("Consent")),
)
ACCOUNT = (
    ("preferences", (), _("Language and time")),
    ("notifications", (), _("Notifications")),
    ("account_email", (), _("E-mail addresses")),
    ("account_change_password", (), _("Password")),
    ("mfa_index", (), _("Second factor")),
    ("usersessions_list", (), _("Sessions")),
)
ORCID = (("socialaccount_connections", (), "ORCID"),)
DATA = (("account-data", (), _("My data")),)
# A page that stands in for another of the settings.
STAND_INS = {"account_set_password": "account_change_password"}


# What belongs to an entry though its address does not begin with the entry's.
BELONGING = {
    "call-list": ("/programmes/", "/team-messages/", "/exports/"),
    "proposal-list": ("/invitations/", "/receipts/"),
}
# Who has no list of their own reads these from the office of a call.
SUBMITTED = ("/proposals/", "/receipts/")


@dataclass(frozen=True)
class Entry:
    label: str | Promise
    url: str
    is_current: bool


def entries(request: HttpRequest) -> list[Entry]:
    return list(_entries(request, _names(request.user)))


def _entries(request: HttpRequest, names: Names) -> Iterator[Entry]:
    for name, label in names:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        yield Entry(label, url, request.path.startswith((url, *_belonging(name, names))))


def _belonging(name: str, names: Names) -> tuple[str, ...]:
    read_from_calls = name == "call-list" and "proposal-list" not in dict(names)
    return BELONGING.get(name, ()) + (SUBMITTED if read_from_calls else ())


def settings_entries(request: HttpRequest) -> list[Entry]:
    """The pages about one's own profile and account, the current one marked."""
    if not request.user.is_authenticated:
        return []
    match = request.resolver_match
    name = match.url_name or "" if match else ""
    current = STAND_INS.get(name, "mfa_index" if name.startswith("mfa_") else name)
    return [
        Entry(label, reverse(page, args=args), page == current and request.path.startswith(reverse(page, args=args)))
        for page, args, label in _settings(request.user)
    ]


def _settings(user: User) -> tuple[tuple[str, tuple[str, ...], str | Promise], ...]:
    orcid = ORCID if settings.ORCID_CLIENT_ID else ()
    return (() if user.is_manager else OWN_PROFILE) + ACCOUNT + orcid + DATA


def _names(user: User | AnonymousUser) -> Names:
    if not isinstance(user, User):
        return VISITOR
    pages = MANAGER if user.is_manager else RESEARCHER
    return pages + STAFF if user.is_staff else pages
