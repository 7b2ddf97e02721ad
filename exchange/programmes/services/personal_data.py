"""What the programmes hold of a person, for ``people.holders``."""

from typing import Any

from exchange.people.models import Researcher, User
from exchange.programmes.models import AgencyOfficer


class ProgrammesHolder:
    """The person's offices, and the programmes managed in them."""

    name = "programmes"

    def export(self, user: User) -> dict[str, Any]:
        offices = AgencyOfficer.objects.filter(user=user).select_related("agency").order_by("pk")
        return {"offices": [_office(office) for office in offices.prefetch_related("managed__programme")]}

    def hold(self, user: User) -> None:
        """Nothing here is locked before the account."""

    def withdraw(self, researcher: Researcher) -> None:
        """An office does not rest on a consent."""

    def erase(self, user: User) -> dict[str, int]:
        """Offices go with the account."""
        return {}


def _office(office: AgencyOfficer) -> dict[str, Any]:
    return {
        "agency": office.agency.name_en,
        "side": office.agency.side,
        "title": office.title,
        "manages": [manager.programme.name_en for manager in office.managed.all()],
    }
