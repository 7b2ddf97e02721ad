"""What changed since matching last read it, as the database noted it."""

from dataclasses import dataclass

from django.db.models import Q

from exchange.projects.models import Project
from matching.enums import RunKind
from matching.models import EVERYTHING, PROJECT, RESEARCHER, ChangedSubject, Run


@dataclass(frozen=True, slots=True)
class Noted:
    """Numbers of the ``rows``, and what these say: who changed, and of whose lists something is gone."""

    rows: frozenset[int]
    researchers: frozenset[int]
    projects: frozenset[int]
    short_researchers: frozenset[int]
    short_projects: frozenset[int]
    is_everything: bool


def read_noted(run: Run) -> Noted:
    """Before the run reads anything else: what is noted later is the next one's. A run for one person minds them alone."""
    noted = ChangedSubject.objects.all()
    if run.kind == RunKind.SUBJECT and run.researcher_id is not None:
        own = Project.objects.filter(lead=run.researcher_id).values("pk")
        noted = noted.filter(
            Q(kind=RESEARCHER, number=run.researcher_id) | Q(kind=PROJECT, number__in=own), is_list=False
        )
    rows = list(noted.values_list("pk", "kind", "number", "is_list"))

    def numbers(kind: str, *, is_list: bool) -> frozenset[int]:
        return frozenset(number for _pk, of, number, of_list in rows if (of, of_list) == (kind, is_list))

    researchers = numbers(RESEARCHER, is_list=False)
    led = Project.objects.filter(lead__in=researchers).values_list("pk", flat=True) if researchers else ()
    return Noted(
        rows=frozenset(pk for pk, *_what in rows),
        researchers=researchers,
        projects=numbers(PROJECT, is_list=False) | frozenset(led),
        short_researchers=numbers(RESEARCHER, is_list=True),
        short_projects=numbers(PROJECT, is_list=True),
        is_everything=any(kind == EVERYTHING for _pk, kind, *_what in rows),
    )
