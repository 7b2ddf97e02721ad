"""Which pages a person is offered at the top, by role, and how much waits at each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.messaging.selectors.worklist import counts_of
from exchange.people.models import User
from exchange.people.rules.administration import administers

Names = tuple[tuple[str, str | Promise], ...]
Groups = tuple[tuple[str | Promise, Names], ...]

RESEARCHER: Groups = (
    (_("Matching"), (("suggestion-list", _("Suggestions")), ("introduction-list", _("Introductions")))),
    (_("Applying"), (("call-list", _("Calls")), ("proposal-list", _("Proposals")))),
    (_("Directory"), (("person-list", _("People")), ("project-list", _("Projects")))),
)
MANAGER: Groups = (
    (
        _("Matching"),
        (("review", _("Match review")), ("introduction-list", _("Introductions")), ("run-list", _("Runs"))),
    ),
    (_("Programmes"), (("call-list", _("Calls")),)),
    (
        _("Directory"),
        (("person-list", _("People")), ("side-list", _("Confirmations")), ("project-list", _("Projects"))),
    ),
)
# An office without a programme opens no queue.
OFFICER = MANAGER[1:]
# Who is a researcher and acts for an agency has the pages of both, each once.
BOTH: Groups = (
    (_("Matching"), (RESEARCHER[0][1][0], *MANAGER[0][1])),
    RESEARCHER[1],
    MANAGER[2],
)
BOTH_OFFICER: Groups = (*RESEARCHER[:2], MANAGER[2])
VISITOR: Groups = ((_("Programmes"), (("call-list", _("Calls")),)),)
MOST_IN_LINE = 7
PROFILE: Names = (("profile", _("My profile")),)
ALL: Names = (("preferences", _("Settings")),)
STAFF: Names = (("admin:index", _("Administration")),)
ADMINISTRATOR: Names = (("office-list", _("Offices")), ("status", _("State of the site")), *STAFF)
OWN_PROFILE = (
    ("profile", (), _("Profile")),
    ("profile-edit", ("visibility",), _("Visibility")),
    ("side", (), _("Side")),
    ("consent", (), _("Consent")),
)
ACCOUNT = (
    ("preferences", (), _("Language and time")),
    ("notifications", (), _("Notifications")),
    ("account_email", (), _("Email addresses")),
    ("account_change_password", (), _("Password")),
    ("mfa_index", (), _("Second factor")),
    ("usersessions_list", (), _("Sessions")),
    ("token-list", (), _("API tokens")),
)
ORCID = (("socialaccount_connections", (), "ORCID"),)
DATA = (("account-data", (), _("My data")),)
# A page that stands in for another of the settings.
STAND_INS = {
    "account_set_password": "account_change_password",
    "token-add": "token-list",
    "token-revoke": "token-list",
}


# What belongs to an entry though its address does not begin with the entry's.
BELONGING = {
    "call-list": ("/programmes/", "/team-messages/", "/exports/"),
    "proposal-list": ("/invitations/", "/receipts/"),
}
# Pages that only researchers are offered.
OWN_PAGES = ("profile", "proposal-list", "suggestion-list")
# Who has no list of their own reads these from the office of a call.
SUBMITTED = ("/proposals/", "/receipts/")


@dataclass(frozen=True)
class Entry:
    """``count``: how many things wait for the person there."""

    label: str | Promise
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class EntryGroup:
    label: str | Promise
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Header:
    """What stands at the top of every page; ``waiting`` is what the bell shows."""

    groups: tuple[EntryGroup, ...]
    account: tuple[Entry, ...]
    waiting: int
    is_home: bool

    @property
    def is_crowded(self) -> bool:
        """More pages than fit into one line: they stay in the menu at every width."""
        return sum(len(group.entries) for group in self.groups) > MOST_IN_LINE


def header(request: HttpRequest) -> Header:
    """Kept counts, so that it costs a page nothing; the start page has just made them new."""
    user = request.user
    counts = counts_of(user) if isinstance(user, User) else Counter[str]()
    return Header(
        groups=groups(request, counts),
        account=account_entries(request, counts),
        waiting=counts.total(),
        is_home=request.path == reverse("home"),
    )


def groups(request: HttpRequest, counts: Counter[str]) -> tuple[EntryGroup, ...]:
    found = _groups(request.user, counts)
    has_proposals = any(name == "proposal-list" for _label, names in found for name, _page in names)
    return tuple(
        EntryGroup(label, tuple(_entries(request, names, counts, has_proposals=has_proposals)))
        for label, names in found
    )


def account_entries(request: HttpRequest, counts: Counter[str]) -> tuple[Entry, ...]:
    """The pages of the own account's menu."""
    user = request.user
    if not isinstance(user, User):
        return ()
    names = (PROFILE if _is_researcher(user, counts) else ()) + ALL + _administration(user)
    return tuple(_entries(request, names, counts))


def _administration(user: User) -> Names:
    if administers(user):
        return ADMINISTRATOR
    return STAFF if user.is_staff else ()


def _groups(user: User | AnonymousUser, counts: Counter[str]) -> Groups:
    if not isinstance(user, User):
        return VISITOR
    if not user.officer_side:
        return RESEARCHER
    if _is_researcher(user, counts):
        return BOTH if user.is_manager else BOTH_OFFICER
    return MANAGER if user.is_manager else OFFICER


def _is_researcher(user: User, counts: Counter[str]) -> bool:
    """Also an officer who has a profile, or for whom something waits on a researcher's page: the bell counts it, too."""
    return not user.officer_side or user.has_profile or any(counts[name] for name in OWN_PAGES)


def _entries(
    request: HttpRequest, names: Names, counts: Counter[str], *, has_proposals: bool = True
) -> Iterator[Entry]:
    for name, label in names:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        belonging = BELONGING.get(name, ()) + (SUBMITTED if name == "call-list" and not has_proposals else ())
        yield Entry(label, url, request.path.startswith((url, *belonging)), counts[name])


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
    return (OWN_PROFILE if user.has_profile or not user.officer_side else ()) + ACCOUNT + orcid + DATA
