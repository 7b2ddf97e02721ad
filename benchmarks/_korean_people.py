"""People whose only text is a Korean statement, the projects they may meet, and where their own ends up.

Everything goes through the product's own services, so that what is measured is what a user gets.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.management import call_command

from exchange.people.disclosure import Viewer
from exchange.people.enums import CareerStage, Side, SideGround
from exchange.people.models import Organisation, Researcher, User
from exchange.people.selectors.consent import current_notice
from exchange.people.services.consent import give_consent
from exchange.people.services.organisations import enter_organisation
from exchange.people.services.profile import create_profile
from exchange.people.services.side import record_sides
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from exchange.projects.services.project import create_project
from matching.core.encoder import Encoder
from matching.enums import RunKind
from matching.models import Run
from matching.selectors.suggestions import suggestions_for
from matching.services.runs import execute_run, queue_run

Row = Mapping[str, str]


def own_places(rows: Sequence[Row], awards: Path, encoder: Encoder) -> list[int | None]:
    """Place of each row's English paper among what its Korean statement's author is suggested; ``None`` beyond the end.

    ``rows`` are lines of ``ko_en_dev.jsonl``, ``awards`` a file for ``import_projects``. Needs a database without people.
    """
    call_command("import_projects", awards, verbosity=0)
    lead = enter("lead", at=enter_organisation(name="Lakeside University", country=Side.US))
    papers = {row["id"]: enter_paper(row, lead) for row in rows}
    hanbit = enter_organisation(name="Hanbit Institute", country=Side.KR, name_ko="한빛연구원")
    people = [enter(row["id"], at=hanbit, statement_ko=row["statement_ko"]) for row in rows]
    match(encoder)
    return [place_of(papers[row["id"]], person) for row, person in zip(rows, people, strict=True)]


def enter(name: str, *, at: Organisation, statement_ko: str = "") -> Researcher:
    """A member with a profile at ``at`` on a confirmed side, who consents to be shown to the other side."""
    user = User.objects.create_user(f"{name}@example.org", time_zone="Asia/Seoul")
    person = create_profile(
        user,
        name_romanised=f"Person {name}",
        organisation=at,
        career_stage=CareerStage.ESTABLISHED,
        statement_ko=statement_ko,
    )
    record_sides([person], ground=SideGround.DEMO)
    give_consent(person, notice=current_notice(), country=Side(at.country).other, language="ko")
    return person


def enter_paper(row: Row, lead: Researcher) -> Project:
    """The English paper as a project that seeks Korean partners."""
    return create_project(
        lead,
        title=row["title_en"],
        summary=row["abstract_en"],
        sides_wanted=[Side.KR],
        status=ProjectStatus.OPEN,
    )


def match(encoder: Encoder) -> Run:
    run = queue_run(RunKind.FULL)
    assert execute_run(run, encoder=encoder)
    run.refresh_from_db()
    return run


def place_of(project: Project, person: Researcher) -> int | None:
    """As the person's page of suggestions has it, the first being 1."""
    assert person.user is not None
    suggested = suggestions_for(person, Viewer.of(person.user)).values_list("project", flat=True)
    return next((place for place, pk in enumerate(suggested, start=1) if pk == project.pk), None)
