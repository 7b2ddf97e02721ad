"""Who in this installation comes from the demo, and how they go."""

from django.db.models import QuerySet

from exchange.people.models import User
from exchange.people.services.account import erase_account
from exchange.people.values.mail_domains import DEMO_DOMAIN


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
