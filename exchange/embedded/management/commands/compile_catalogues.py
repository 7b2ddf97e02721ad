"""``manage.py compile_catalogues``: make the compiled translations that are missing or old."""

from pathlib import Path
from typing import Any

from babel.messages.pofile import PoFileError
from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from exchange.embedded.catalogues import compile_catalogue, stale_catalogues


class Command(BaseCommand):
    help = "Compile the translations whose source has changed (needs no gettext installation)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in stale_catalogues(Path(folder)):
                self._compile(source, verbosity=verbosity)

    def _compile(self, source: Path, *, verbosity: int) -> None:
        try:
            target = compile_catalogue(source)
        except PoFileError as error:
            raise CommandError(f"{source}: {error}") from None
        if verbosity:
            self.stdout.write(f"Compiled {target}")
