"""``manage.py setup``: from an empty database to a running installation, asked or with options."""

import getpass
import os
import sys
from argparse import SUPPRESS
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.people.enums import Side
from exchange.people.models import User
from exchange.people.rules.second_factor import lacks_second_factor
from exchange.people.selectors.account import administrators
from exchange.people.values.time_zones import likely_zone
from exchange.programmes.services.founding import NewAgency, found_programme
from exchange.web.first_hour.administrator import make_first_administrator, new_setup_link
from exchange.web.first_hour.mail import MailFailed, send_test_mail
from exchange.web.first_hour.second_factor import propose_factor, take_factor

PASSWORD = "GYORYU_ADMIN_PASSWORD"  # noqa: S105 - a variable's name


class Command(BaseCommand):
    help = (
        "Set up a new installation: first administrator, test mail, agencies and programme, organisations and topics. "
        f"Asks for what no option says; the password comes from {PASSWORD} where nobody can be asked."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--link", action="store_true", help="only print the link of the first-run page")
        parser.add_argument("--no-input", action="store_true", help="ask nothing; do what the options say")
        parser.add_argument("--email", help="of the first administrator")
        parser.add_argument("--name", default="", help="of the first administrator")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="en")
        parser.add_argument(
            "--factor-later", action="store_true", help="ask for the second factor at the first sign-in, not here"
        )
        parser.add_argument("--mail-test", metavar="ADDRESS", help="send one mail there now")
        for option in ("--korean-agency", "--us-agency"):
            parser.add_argument(option, nargs=3, metavar=("CODE", "NAME_EN", "NAME_KO"))
            parser.add_argument(f"{option}-contact", default="", metavar="ADDRESS", help="where applicants ask")
        parser.add_argument("--programme", nargs=4, metavar=("NAME_EN", "NAME_KO", "FROM", "TO"))
        parser.add_argument("--organisations", metavar="FILE", help="the ROR dump")
        parser.add_argument("--topics", metavar="FILE", help="the OpenAlex topics as CSV")
        parser.add_argument("--quiet-if-done", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["link"]:
            self._print_link(quiet=options["quiet_if_done"])
            return
        self.asks = sys.stdin.isatty() and not options["no_input"]
        call_command("migrate", verbosity=0)
        try:
            self._administrator(options)
            self._mail(options["mail_test"])
            self._programme(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        for name in ("organisations", "topics"):
            if options[name]:
                call_command(f"import_{name}", options[name], stdout=self.stdout)
        self.stdout.write(f"What else is needed stands at {settings.SITE_URL}/setup/ after signing in.")

    def _print_link(self, *, quiet: bool) -> None:
        if link := new_setup_link():
            self.stdout.write(
                f"Nobody administers this installation yet. Become its administrator here, once:\n  {link}"
            )
        elif not quiet:
            self.stdout.write("There is an administrator already: the first-run page is closed.")

    def _administrator(self, options: dict[str, Any]) -> None:
        if administrators().exists():
            self.stdout.write("There is an administrator already.")
            return
        email = options["email"] or self._asked("Email address of the first administrator")
        if not email:
            raise CommandError("Say who administers this: --email, or use the link that --link prints.")
        language = options["language"]
        user = make_first_administrator(
            email=email,
            name=options["name"] or self._asked("Name"),
            password=self._password(email),
            language=language,
            time_zone=likely_zone("", language),
        )
        self.stdout.write(f"{user.email} administers this.")
        is_asked = self.asks and not options["factor_later"]
        if lacks_second_factor(user) and not (is_asked and self._factor(user)):
            self.stdout.write("At the first sign-in the second factor is set up; nothing else opens before.")

    def _factor(self, user: User) -> bool:
        secret, address = propose_factor(user)
        self.stdout.write(f"Second factor. Enter this key in an authenticator app:\n  {secret}\n  {address}")
        while code := self._asked("Code that the app shows (empty: at the first sign-in)"):
            if codes := take_factor(user, secret=secret, code=code):
                self.stdout.write("The second factor is set up. Keep these codes, each of which stands for it once:")
                self.stdout.write("\n".join(f"  {one}" for one in codes))
                return True
            self.stdout.write("That is not the code that the app shows now.")
        return False

    def _password(self, email: str) -> str:
        password = os.environ.get(PASSWORD) or (getpass.getpass("Password: ") if self.asks else "")
        if not password:
            raise CommandError(f"A password is needed: set {PASSWORD}.")
        validate_password(password, User(email=email))
        return password

    def _mail(self, address: str | None) -> None:
        if address := address or self._asked("Send a test mail to (empty: not now)"):
            try:
                self.stdout.write(f"{send_test_mail(address)} took the mail to {address}.")
            except MailFailed as error:
                self.stderr.write(str(error))

    def _programme(self, options: dict[str, Any]) -> None:
        typed = {Side.KR: options["korean_agency"], Side.US: options["us_agency"]}
        if not options["programme"]:
            return
        if not all(typed.values()):
            raise CommandError("A programme needs --korean-agency and --us-agency.")
        contacts = {Side.KR: options["korean_agency_contact"], Side.US: options["us_agency_contact"]}
        agencies = [
            NewAgency(side=side, code=code, name_en=en, name_ko=ko, contact_email=contacts[side])
            for side, (code, en, ko) in typed.items()
        ]
        name_en, name_ko, begins, ends = options["programme"]
        try:
            years = {"starts_on": date.fromisoformat(begins), "ends_on": date.fromisoformat(ends)}
        except ValueError:
            raise CommandError("FROM and TO of a programme are days, such as 2027-01-01.") from None
        found = found_programme(agencies=agencies, name_en=name_en, name_ko=name_ko, **years)
        self.stdout.write(f"{found}: its managers are invited at {settings.SITE_URL}/offices/invite/")

    def _asked(self, question: str) -> str:
        return input(f"{question}: ").strip() if self.asks else ""
