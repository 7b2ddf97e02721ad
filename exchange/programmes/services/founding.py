"""The first agencies and their programme, in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from exchange.money.enums import Currency
from exchange.people.enums import Side
from exchange.programmes.models import Agency, Programme

# Of an agency of each side, as long as nobody says otherwise in the administration.
USUAL = {
    Side.KR: {"languages": ["ko", "en"], "time_zone": "Asia/Seoul", "currency": Currency.KRW},
    Side.US: {"languages": ["en"], "time_zone": "America/New_York", "currency": Currency.USD},
}


@dataclass(frozen=True, kw_only=True)
class NewAgency:
    side: Side
    code: str
    name_en: str
    name_ko: str
    contact_email: str = ""
    contact_page: str = ""


@transaction.atomic
def found_programme(
    *, agencies: Sequence[NewAgency], name_en: str, name_ko: str, starts_on: date, ends_on: date
) -> Programme:
    """Agencies that are there already, by their short name, stay as they are, but for a contact that they lack.

    Raises ``ValidationError``.
    """
    programme = Programme(name_en=name_en, name_ko=name_ko, starts_on=starts_on, ends_on=ends_on)
    programme.full_clean()
    programme.save()
    programme.agencies.set([_agency(one) for one in agencies])
    return programme


def _agency(new: NewAgency) -> Agency:
    names = {"name_en": new.name_en, "name_ko": new.name_ko}
    known = Agency.objects.filter(code=new.code, side=new.side).first()
    agency = known or Agency(code=new.code, side=new.side, **names, **USUAL[new.side])
    if not agency.is_reachable:
        agency.contact_email, agency.contact_page = new.contact_email, new.contact_page
    agency.full_clean()
    agency.save()
    return agency
