"""What a new installation needs before people can come, and what of it is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.people.enums import FileKind, Side
from exchange.people.models import Organisation, Topic, User
from exchange.people.rules.second_factor import lacks_second_factor
from exchange.people.selectors.privacy import is_operator_named
from exchange.programmes.enums import InvitationState
from exchange.programmes.models import Agency, OfficeInvitation, Programme, ProgrammeManager
from exchange.web.models import Installation


@dataclass(frozen=True, kw_only=True)
class Step:
    """``detail`` says how things stand; ``act`` is what the link does."""

    key: str
    title: str
    detail: str
    is_done: bool
    url: str
    act: str


def steps(request: HttpRequest, user: User) -> list[Step]:
    """In the order in which they are best taken."""
    return [
        _administrator(user),
        _site(request),
        _mail(),
        _operator(),
        _programme(),
        _contacts(),
        *_facts(),
        _managers(),
    ]


def is_unfinished(request: HttpRequest, user: User) -> bool:
    """The demo is no installation to be set up."""
    return not settings.DEMO and not all(step.is_done for step in steps(request, user))


def _administrator(user: User) -> Step:
    return Step(
        key="administrator",
        title=_("Administrator with a second factor"),
        detail=user.email,
        is_done=not lacks_second_factor(user),
        url=reverse("mfa_index"),
        act=_("Second factor"),
    )


def _site(request: HttpRequest) -> Step:
    objections = list(site_objections(request))
    told = _("%(name)s, at %(address)s") % {"name": settings.SITE_NAME, "address": settings.SITE_URL}
    return Step(
        key="site",
        title=_("Name and address of the site"),
        detail=" ".join([told, *objections]),
        is_done=not objections,
        url=reverse("setup-site"),
        act=_("How to change it"),
    )


def site_objections(request: HttpRequest) -> Iterator[str]:
    """What is wrong with ``SITE_URL``, which every link in a mail begins with."""
    site = urlsplit(settings.SITE_URL)
    if site.netloc != request.get_host():
        yield _("You opened this page at %(host)s: links in mails lead elsewhere.") % {"host": request.get_host()}
    if site.scheme != "https" and not _is_this_machine(site.hostname or ""):
        yield _("Without https, passwords travel readable.")


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _mail() -> Step:
    tested = Installation.objects.values_list("mail_tested_at", flat=True).first()
    return Step(
        key="mail",
        title=_("Mail goes out"),
        detail=_("A test mail was sent.") if tested else _("Nobody can sign up or be invited without it."),
        is_done=tested is not None,
        url=reverse("setup-mail"),
        act=_("Send a test mail"),
    )


def _operator() -> Step:
    is_named = is_operator_named()
    return Step(
        key="operator",
        title=_("Operator named in the privacy notice"),
        detail=_("Everybody who signs up agrees to it.")
        if is_named
        else _("Enter your organisation, its address and its privacy officer, in both languages."),
        is_done=is_named,
        url=reverse("privacy") if is_named else reverse("admin:people_privacynotice_add"),
        act=_("Read the notice") if is_named else _("Write the notice"),
    )


def _programme() -> Step:
    shared = Programme.objects
    for side in Side:
        shared = shared.filter(agencies__side=side)  # type: ignore[assignment]
    programme = shared.order_by("pk").first()
    return Step(
        key="programme",
        title=_("Agencies of both sides with a programme"),
        detail=str(programme) if programme else _("Calls, budgets and the match queue belong to a programme."),
        is_done=programme is not None,
        url=reverse("admin:programmes_programme_changelist") if programme else reverse("setup-programme"),
        act=_("Programmes") if programme else _("Enter them"),
    )


def _contacts() -> Step:
    agencies = list(Agency.objects.all())
    lacking = [one for one in agencies if not one.is_reachable]
    admin = "admin:programmes_agency_change"
    return Step(
        key="contacts",
        title=_("How the agencies are reached"),
        detail=_("No contact entered for: %(agencies)s.") % {"agencies": ", ".join(map(str, lacking))}
        if lacking
        else _("Shown on calls, in emails, and to anyone whose side was refused."),
        is_done=bool(agencies) and not lacking,
        url=reverse(admin, args=[lacking[0].pk]) if lacking else reverse("admin:programmes_agency_changelist"),
        act=_("Enter a contact") if lacking else _("Agencies"),
    )


def _facts() -> Iterator[Step]:
    counts = {
        FileKind.ORGANISATIONS: Organisation.objects.filter(is_verified=True).count(),
        FileKind.TOPICS: Topic.objects.count(),
    }
    for kind, count in counts.items():
        yield Step(
            key=kind.value,
            title=str(kind.label),
            detail=_("%(count)d are there.") % {"count": count}
            if count
            else _("People choose theirs when they sign up."),
            is_done=count > 0,
            url=reverse("file-import", args=[kind.value]),
            act=_("Send a file"),
        )


def _managers() -> Step:
    there = ProgrammeManager.objects.in_force().count()
    waiting = OfficeInvitation.objects.filter(state=InvitationState.WAITING).count()
    return Step(
        key="managers",
        title=_("Programme managers"),
        detail=_("%(there)d there, %(waiting)d invited.") % {"there": there, "waiting": waiting},
        is_done=there > 0,
        url=reverse("office-invite"),
        act=_("Invite a manager or officer"),
    )
