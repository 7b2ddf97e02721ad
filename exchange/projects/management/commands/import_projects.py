"""``manage.py import_projects FILE``: research projects from a public award list."""

from collections import Counter
from typing import Any

from exchange.people.enums import Side
from exchange.people.imports.command import ImportCommand
from exchange.people.imports.rows import ProjectRow
from exchange.people.imports.upsert import upsert
from exchange.people.models import OrganisationName
from exchange.people.selectors.search import fold
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project, ProjectSearch

INITIAL = {"status": ProjectStatus.OPEN, "sides_wanted": [Side.KR]}


class Command(ImportCommand):
    help = "Import NSF awards (lines of JSON) as projects that seek Korean partners, plain or gzipped."
    row = ProjectRow

    def key(self, row: ProjectRow) -> str:
        return f"NSF-{row.award_id}"

    def store(self, rows: list[ProjectRow]) -> Counter[str]:
        organisations = _organisations({row.institution for row in rows})
        wanted = {self.key(row): _fields(row, organisations.get(fold(row.institution))) for row in rows}
        counts, known = upsert(Project, "external_id", wanted, initial=INITIAL)
        ProjectSearch.refresh(known.values())
        if counts["updated"]:
            Project.objects.filter(pk__in=[project.pk for project in known.values()]).touch()
        return counts


def _organisations(names: set[str]) -> dict[str, int]:
    """Primary keys of US organisations by folded name, where the name belongs to one only."""
    rows = OrganisationName.objects.filter(
        folded__in={fold(name) for name in names if name}, organisation__country=Side.US
    ).values_list("folded", "organisation_id")
    owners: dict[str, set[int]] = {}
    for folded, pk in rows:
        owners.setdefault(folded, set()).add(pk)
    return {folded: pks.pop() for folded, pks in owners.items() if len(pks) == 1}


def _fields(row: ProjectRow, organisation: int | None) -> dict[str, Any]:
    return {
        "title": row.full_title,
        "summary": row.abstract,
        "organisation_id": organisation,
        "organisation_text": row.institution,
        "country": Side.US,
        "starts_on": row.start_date,
        "ends_on": row.end_date,
        "funding": ", ".join(part for part in ("NSF", row.division, row.program) if part)[:300],
        "amount_minor": None if row.amount_usd is None else row.amount_usd * 100,
        "currency": "" if row.amount_usd is None else "USD",
    }
