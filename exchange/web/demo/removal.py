"""Who in this installation comes from the demo, and how they go."""

from django.db.models import QuerySet

from exchange.people.models import User
from exchange.people.services.account import erase_account
from exchange.people.values.mail_domains import DEMO_DOMAIN
from exchange.programmes.models import Agency, Call, Programme
from exchange.web.demo.programmes import AGENCIES, PROGRAMME


def demo_accounts() -> QuerySet[User]:
    """By the verified address: nobody gets mail there, so nobody but the demo's loading can have made one."""
    return User.objects.filter(emailaddress__verified=True, emailaddress__email__iendswith=f"@{DEMO_DOMAIN}").distinct()


def objection() -> str:
    """Why a real installation must not start; empty where no demo account can sign in."""
    number = demo_accounts().filter(is_active=True).count()
    return (
        f"{number} accounts of the demo, whose password is public, can sign in here: "
        "remove them with manage.py remove_demo, or start with --demo if this is a demo."
        if number
        else ""
    )


def remove() -> int:
    """Erase the demo's accounts as their owners would, and return how many went."""
    accounts = list(demo_accounts().order_by("pk"))
    for account in accounts:
        erase_account(account, by=account)
    return len(accounts)


def left_behind() -> list[str]:
    """What of the demo nobody's account holds, and which stays: real people may use it by now, and calls are kept."""
    programmes = Programme.objects.filter(name_en=PROGRAMME)
    calls = Call.objects.filter(programme__in=programmes).order_by("pk")
    agencies = Agency.objects.filter(code__in=AGENCIES.values(), officers__isnull=True).order_by("code")
    return [
        *(f"programme: {programme.name_en}" for programme in programmes),
        *(f"call ({call.get_state_display()}): {call.title_en}" for call in calls),
        *(f"agency without officers: {agency.name_en}" for agency in agencies),
    ]
