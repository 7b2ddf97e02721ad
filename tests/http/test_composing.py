"""Rows from before text was read as it enters: made the same, read again by the matching; what is signed stays."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from exchange.people.enums import PublicationSource
from exchange.people.models import Organisation, OrganisationName, Publication, Researcher, ResearcherResource
from exchange.programmes.models import Call, CallVersion
from exchange.projects.models import Project, ProjectResource
from exchange.proposals.models import Confirmation, Proposal
from exchange.proposals.services.proposals import change_titles
from tests.migrating import migration, models_at
from tests.proposals.cast import answer

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
WHOLE = "로봇 제어"
NAME = "0070_text_in_nfc"


def take_apart(table: str, column: str, key: Any) -> None:
    """As it was stored before; the database is given whole letters by everybody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
            [table, column],
        )
        (kind,) = cursor.fetchone()
        cursor.execute(f"UPDATE {table} SET {column} = normalize({column}::text, NFD)::{kind} WHERE id = %s", [key])  # noqa: S608
        assert cursor.rowcount == 1


def is_apart(table: str, column: str, key: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}::text IS NOT NFC NORMALIZED FROM {table} WHERE id = %s", [key])  # noqa: S608
        return bool(cursor.fetchone()[0])


def migrate(app: str) -> None:
    with connection.schema_editor() as editor:
        migration(app, NAME).NFC(models_at(app.removeprefix("exchange."), NAME), editor)


@pytest.fixture
def publication(korean_researcher: Researcher) -> Publication:
    made = Publication.objects.create(
        researcher=korean_researcher,
        title=WHOLE,
        folded_title="1",
        authors=["김민지", 'Alex, "A"'],
        source=PublicationSource.MANUAL,
    )
    for column in ("title", "authors"):
        take_apart("people_publication", column, made.pk)
    Researcher.objects.update(changed_at=LONG_AGO)
    return made


def test_what_a_publication_says_is_whole_and_its_author_is_read_again(
    publication: Publication, us_researcher: Researcher
) -> None:
    Researcher.objects.update(changed_at=LONG_AGO)
    assert is_apart("people_publication", "title", publication.pk)
    migrate("exchange.people")
    publication.refresh_from_db()
    assert (publication.title, publication.authors) == (WHOLE, ["김민지", 'Alex, "A"'])
    changed = Researcher.objects.exclude(changed_at=LONG_AGO)
    assert list(changed) == [publication.researcher]


def test_a_profile_and_its_lines_are_whole(korean_researcher: Researcher) -> None:
    line = ResearcherResource.objects.create(
        researcher=korean_researcher, direction="offer", kind="equipment", text=WHOLE
    )
    Researcher.objects.filter(pk=korean_researcher.pk).update(statement_ko=f"{WHOLE}\u202e\u200b", changed_at=LONG_AGO)
    take_apart("people_researcherresource", "text", line.pk)
    migrate("exchange.people")
    korean_researcher.refresh_from_db()
    line.refresh_from_db()
    assert (korean_researcher.statement_ko, line.text) == (WHOLE, WHOLE)
    assert korean_researcher.changed_at > LONG_AGO


def test_what_is_whole_is_not_touched(korean_researcher: Researcher) -> None:
    Researcher.objects.update(changed_at=LONG_AGO, statement_ko="한국어 👩\u200d🔬")
    migrate("exchange.people")
    assert set(Researcher.objects.values_list("changed_at", flat=True)) == {LONG_AGO}


def test_rows_that_would_be_one_stay_for_people_to_bring_together(korean_organisation: Organisation) -> None:
    twins = [
        OrganisationName.objects.create(organisation=korean_organisation, text=f"{WHOLE}{mark}", kind="label")
        for mark in ("", "1")
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_organisationname SET text = normalize(left(text, length(text) - 1), NFD) WHERE id = %s",
            [twins[1].pk],
        )
    migrate("exchange.people")
    assert is_apart("people_organisationname", "text", twins[1].pk)


def test_a_project_is_whole_and_read_again(korean_researcher: Researcher, project: Project) -> None:
    line = ProjectResource.objects.create(project=project, direction="need", kind="equipment", text=WHOLE)
    Project.objects.update(changed_at=LONG_AGO)
    take_apart("projects_projectresource", "text", line.pk)
    migrate("exchange.projects")
    line.refresh_from_db()
    project.refresh_from_db()
    assert (line.text, project.changed_at > LONG_AGO) == (WHOLE, True)


def test_a_draft_is_whole_and_what_is_confirmed_stays(proposal: Proposal) -> None:
    given = answer(proposal, "abstract", "KR", {"text": WHOLE})
    take_apart("proposals_answer", "value", given.pk)
    take_apart("proposals_proposal", "title_ko", proposal.pk)
    confirmed = Confirmation.objects.create(proposal=proposal, stage=proposal.stage, side="KR", digest="0")
    migrate("exchange.proposals")
    places = [("proposals_answer", "value", given.pk), ("proposals_proposal", "title_ko", proposal.pk)]
    assert [is_apart(*place) for place in places] == [True, True]
    confirmed.delete()
    migrate("exchange.proposals")
    given.refresh_from_db()
    assert (given.value, is_apart(*places[1])) == ({"text": WHOLE}, False)


def test_a_signed_title_in_pieces_can_be_changed(proposal: Proposal) -> None:
    take_apart("proposals_proposal", "title_ko", proposal.pk)
    read = (proposal.title_en, proposal.title_ko)
    change_titles(proposal, title_en=proposal.title_en, title_ko=WHOLE, read=read)
    proposal.refresh_from_db()
    assert proposal.title_ko == WHOLE


def test_what_is_published_stays(call: Call) -> None:
    version = call.version
    assert version is not None
    Call.objects.filter(pk=call.pk).update(title_ko=WHOLE)
    take_apart("programmes_call", "title_ko", call.pk)
    before = CallVersion.objects.values_list("content", flat=True).get(pk=version.pk)
    migrate("exchange.programmes")
    assert is_apart("programmes_call", "title_ko", call.pk)
    assert CallVersion.objects.values_list("content", flat=True).get(pk=version.pk) == before


@pytest.mark.django_db
@pytest.mark.parametrize("app", ["exchange.office", "exchange.pairing", "matching"])
def test_the_other_tables_are_asked_too(app: str) -> None:
    migrate(app)
