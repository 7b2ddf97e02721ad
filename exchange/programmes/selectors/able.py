"""Who may run a call, and for which calls an agency has nobody left: its managers are all on proposals there."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from exchange.people.models import User
from exchange.programmes.models import Agency, AgencyOfficer, Call, ProgrammeManager
from exchange.programmes.selectors.competing import competes_in, competing_places


@dataclass(frozen=True)
class Clash:
    """No manager of the agency may run the call; ``able`` are those of the other agencies who may."""

    call: Call
    agency: Agency
    able: tuple[AgencyOfficer, ...]


def clashes(managers: QuerySet[ProgrammeManager]) -> list[Clash]:
    """Of the calls that these manage, all of each programme. The second question has nearly always no answer, and is the last."""
    rows = list(managers.select_related("officer__agency", "officer__user").order_by("officer__agency", "pk"))
    places = competing_places({row.officer.user_id for row in rows})
    if not places:
        return []
    concerned = Call.objects.filter(
        pk__in={call for call, _account in places}, programme__in={row.programme_id for row in rows}
    )
    found = []
    for call in concerned.select_related("version").order_by("pk"):
        officers = [row.officer for row in rows if row.programme_id == call.programme_id]
        able = tuple(one for one in officers if (call.pk, one.user_id) not in places)
        agencies = {one.agency for one in officers} - {one.agency for one in able}
        found += [Clash(call, agency, able) for agency in sorted(agencies, key=lambda one: one.pk)]
    return found


def told_of(clash: Clash) -> str:
    told = _("Every manager of this call at %(agency)s is on a proposal in it.") % {"agency": clash.agency}
    if not clash.able:
        return told + " " + _("No one can publish or close the call, extend its deadlines or decide on proposals.")
    return told + " " + _("Until then it can be run by: %(names)s.") % {"names": ", ".join(map(str, clash.able))}


def able_to_run(call: Call) -> list[AgencyOfficer]:
    """Managers of the call's programme who are on no live proposal in it."""
    managers = ProgrammeManager.objects.in_force().filter(programme=call.programme_id)
    places = competing_places(managers.values("officer__user"))
    officers = AgencyOfficer.objects.filter(pk__in=managers.values("officer")).select_related("user", "agency")
    return [one for one in officers.order_by("agency", "pk") if (call.pk, one.user_id) not in places]


def who_runs_it(call: Call) -> str:
    """For whoever is refused because they compete."""
    able = able_to_run(call)
    if not able:
        return _("No other manager is available: ask an administrator of this site to name one.")
    return _("Managers who can: %(names)s.") % {"names": ", ".join(map(str, able))}


def competing_notice(user: User | AnonymousUser, call: Call, notice: object) -> str:
    """``notice`` and who acts instead; nothing where the person is on no live proposal in the call."""
    return f"{notice} {who_runs_it(call)}" if competes_in(user, call) else ""
