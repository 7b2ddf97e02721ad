"""``manage.py import_organisations FILE``: organisations in lines of JSON, or the ROR dump (v2) as it is published."""

from exchange.people.imports.command import ImportCommand
from exchange.people.imports.organisations import OrganisationImport


class Command(OrganisationImport, ImportCommand):
    help = "Import organisations (lines of JSON, or a ROR v2 dump), plain, gzipped or in the archive as published."
