"""What the programmes hold of a person, for ``people.holders``."""

from typing import Any

from exchange.people.models import Researcher, User
from exchange.people.services.account import erase_rows
from exchange.programmes.models import AgencyOfficer, OfficeInvitation
from exchange.programmes.selectors.offices import invitations_to


class ProgrammesHolder:
    """The person's offices, the programmes managed in them, and the invitations to them."""

    name = "programmes"

    def export(self, user: User) -> dict[str, Any]:
        offices = AgencyOfficer.objects.filter(user=user).select_related("agency").order_by("pk")
        invited = invitations_to(user).select_related("agency").prefetch_related("programmes").order_by("pk")
        return {
            "offices": [_office(office) for office in offices.prefetch_related("managed__programme")],
            "invitations_to_offices": [_invitation(one) for one in invited],
        }

    def hold(self, user: User) -> None:
        """Nothing here is locked before the account."""

    def withdraw(self, researcher: Researcher) -> None:
        """An office does not rest on a consent."""

    def erase(self, user: User) -> dict[str, int]:
        """Offices go with the account; invitations to an address of theirs, which name no account, do not."""
        rows = list(invitations_to(user).filter(account__isnull=True))
        for invitation in rows:
            erase_rows(invitation)
        return {"programmes.invitations": len(rows)}


def _office(office: AgencyOfficer) -> dict[str, Any]:
    return {
        "agency": office.agency.name_en,
        "side": office.agency.side,
        "title": office.title,
        "manages": [manager.programme.name_en for manager in office.managed.all()],
    }


def _invitation(invitation: OfficeInvitation) -> dict[str, Any]:
    return {
        "agency": invitation.agency.name_en,
        "programmes": [programme.name_en for programme in invitation.programmes.all()],
        "email": invitation.email,
        "title": invitation.title,
        "state": invitation.standing,
        "invited_at": invitation.invited_at,
        "ended_at": invitation.ended_at,
    }
