"""``manage.py import_researchers FILE``: researchers with their papers, on an operator's responsibility."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import CommandError, CommandParser

from exchange.people.enums import FileFault, PublicationSource, Side, SideGround
from exchange.people.imports.command import ImportCommand
from exchange.people.imports.rows import PaperRow, ResearcherRow
from exchange.people.imports.upsert import upsert
from exchange.people.models import ConsentRecord, Organisation, Publication, Researcher, ResearcherSearch
from exchange.people.models.consent import LONGEST_BASIS
from exchange.people.selectors.consent import current_notice
from exchange.people.selectors.search import fold
from exchange.people.selectors.tombstones import ErasedPeople
from exchange.people.services.consent import record_consent
from exchange.people.services.side import Workplace, follow_move, record_sides
from exchange.people.values.file_faults import Fault


class Command(ImportCommand):
    help = "Import researchers and their papers (lines of JSON), plain or gzipped."
    row = ResearcherRow

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--country", choices=Side.values, default=Side.KR.value, help="country of their institutions"
        )
        parser.add_argument("--organisation", help="ROR address of their institution")
        parser.add_argument(
            "--consent-basis", default="", help="on what basis they agreed to be matched across the border"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.organisation = _organisation(options["organisation"])
        _check_basis(options["consent_basis"])
        self.erased = ErasedPeople()
        super().handle(*args, **options)

    def key(self, row: ResearcherRow) -> str:
        return str(row.researcher)

    def refusal(self, row: ResearcherRow) -> Fault | None:
        return Fault(FileFault.ERASED, place="researcher") if row.researcher in self.erased else None

    def store(self, rows: list[ResearcherRow]) -> Counter[str]:
        country = self.organisation.country if self.organisation else self.options["country"]
        facts = {"name_romanised": None, "country": country, "organisation": self.organisation}
        wanted = {row.researcher: {**facts, "name_romanised": row.researcher} for row in rows}
        before = _workplaces(wanted)
        counts, known = upsert(Researcher, "external_id", wanted)
        _confirm(known, before)
        ResearcherSearch.refresh(known.values())
        added = _store_papers(rows, known)
        Researcher.objects.filter(pk__in=added).touch()
        if self.options["consent_basis"]:
            counts += self._record_consents(list(known.values()), Side(country).other)
        return counts + Counter({"papers added": sum(added.values())})

    def finish(self) -> None:
        if not self.options["consent_basis"]:
            self.stderr.write(
                "Without a consent these people are not matched across the border. Where you have it, repeat the command "
                'with --consent-basis "where it is kept".'
            )

    def _record_consents(self, people: list[Researcher], country: Side) -> Counter[str]:
        """Record what was never recorded: who withdrew is not signed up again by a second import."""
        records = ConsentRecord.objects.filter(researcher__in=people, recipient_country=country)
        decided = set(records.values_list("researcher_id", flat=True))
        in_force = set(records.filter(withdrawn_at__isnull=True).values_list("researcher_id", flat=True))
        notice = current_notice()
        for person in people:
            if person.pk not in decided:
                record_consent(person, notice=notice, country=country, basis=self.options["consent_basis"])
        return Counter({"consents withdrawn and left so": len(decided - in_force)})


def _check_basis(typed: str) -> None:
    """Before anything is imported: a basis that the ledger cannot hold must not be found out at the first person."""
    if typed and (not typed.strip() or not typed.isprintable() or len(typed) > LONGEST_BASIS):
        raise CommandError(f"--consent-basis: state it in 1 to {LONGEST_BASIS} printable characters.", returncode=2)


def _organisation(ror_id: str | None) -> Organisation | None:
    if not ror_id:
        return None
    organisation = Organisation.objects.filter(ror_id=ror_id).first()
    if organisation is None:
        raise CommandError(f"No organisation {ror_id}: import organisations first.", returncode=2)
    return organisation


def _workplaces(external_ids: Iterable[str]) -> dict[str, Workplace]:
    known = Researcher.objects.filter(external_id__in=external_ids).order_by("pk").select_for_update()
    return {str(person.external_id): Workplace.of(person) for person in known}


def _confirm(known: dict[str, Researcher], before: dict[str, Workplace]) -> None:
    """The operator answers for the side; what was agreed to or decided on another one ends."""
    for external_id, workplace in before.items():
        follow_move(known[external_id], before=workplace)
    record_sides(known.values(), ground=SideGround.IMPORT)


def _store_papers(rows: list[ResearcherRow], known: dict[str, Researcher]) -> Counter[int]:
    """Add the papers that are not there yet; return how many by researcher."""
    there = set(
        Publication.objects.filter(researcher__in=known.values()).values_list("researcher_id", "folded_title", "year")
    )
    fresh: dict[tuple[int, str, int | None], Publication] = {}
    for row in rows:
        for paper in row.papers:
            key = (known[row.researcher].pk, fold(paper.title)[:500], paper.year)
            if key not in there:
                fresh.setdefault(key, _publication(key, paper))
    Publication.objects.bulk_create(fresh.values(), batch_size=1000)
    return Counter(researcher for researcher, _, _ in fresh)


def _publication(key: tuple[int, str, int | None], paper: PaperRow) -> Publication:
    return Publication(
        researcher_id=key[0],
        folded_title=key[1],
        year=key[2],
        title=paper.title,
        abstract=paper.abstract,
        source=PublicationSource.FILE,
    )
