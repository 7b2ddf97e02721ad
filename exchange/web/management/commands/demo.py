"""``manage.py demo``: invented people and projects to look around with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from exchange.web.demo.loading import PASSWORD, load


class Command(BaseCommand):
    help = "Load invented people and projects (only with GYORYU_DEMO=1: their password is public)."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo's accounts have a public password: set GYORYU_DEMO=1 if that is what you want."
            )
        accounts = load()
        self.stdout.write(f"Demo accounts (invented people; password {PASSWORD}):")
        for account in accounts:
            self.stdout.write(f"  {account.email:<34} {account.role}")
