"""``manage.py index_search``: make people, projects and topics findable that are not yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import QuerySet

from exchange.people.models import Researcher, ResearcherSearch, SearchEntry
from exchange.people.services.vocabulary import label_topics
from exchange.projects.models import Project, ProjectSearch


class Command(BaseCommand):
    help = "Label topics in Korean and write missing search entries; after an update of Gyoryu, or with --all anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="write every entry anew")

    def handle(self, *args: Any, all: bool, **options: Any) -> None:  # noqa: A002 - the option's name
        topics = label_topics()
        people = _refresh(ResearcherSearch, Researcher.objects.all(), everything=all)
        projects = _refresh(ProjectSearch, Project.objects.all(), everything=all)
        if options["verbosity"]:
            self.stdout.write(f"{topics} topics labelled, {people} people and {projects} projects indexed.")


def _refresh(entries: type[SearchEntry], rows: "QuerySet[Any]", *, everything: bool) -> int:
    wanted = rows if everything else rows.filter(search__isnull=True)
    keys = list(wanted.values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        entries.refresh(rows.filter(pk__in=keys[start : start + 500]))
    return len(keys)
