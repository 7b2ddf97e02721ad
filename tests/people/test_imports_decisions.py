"""A second import must not undo what people decided since the first, nor lose good lines to a bad neighbour."""

import json
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from pytest_django import Settings

from exchange.people.models import ConsentRecord, Erasure, Organisation, Researcher, Topic, User
from exchange.people.services.account import erase_researcher
from exchange.people.services.consent import withdraw_consent
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from tests.people.facts import CHILD, ORGANISATION, PERSON, PROJECT, load, rejected, write

pytestmark = pytest.mark.django_db


def test_a_closed_project_stays_closed(tmp_path: Path) -> None:
    path = write(tmp_path, PROJECT)
    load("import_projects", path)
    Project.objects.update(status=ProjectStatus.CLOSED, closed_reason="Partner found.")
    assert load("import_projects", path) == "0 created, 0 updated, 1 unchanged, 0 rejected.\n"
    assert Project.objects.get().status == ProjectStatus.CLOSED


@pytest.mark.usefixtures("notice")
def test_a_withdrawn_consent_is_not_recorded_again(tmp_path: Path) -> None:
    path = write(tmp_path, PERSON)
    load("import_researchers", path, consent_basis="Signed forms, cabinet 3")
    withdraw_consent(Researcher.objects.get(), country="US")
    load("import_researchers", path, consent_basis="Signed forms, cabinet 3")
    assert [record.withdrawn_at is None for record in ConsentRecord.objects.all()] == [False]


@pytest.mark.parametrize("has_account", [False, True], ids=["imported only", "with an account"])
def test_an_erased_person_is_not_imported_again(
    tmp_path: Path, staff: User, outsider: User, settings: Settings, has_account: bool
) -> None:
    path = write(tmp_path, PERSON, PERSON | {"researcher": "Someone Else"})
    load("import_researchers", path)
    person = Researcher.objects.get(external_id="Dana Lee")
    if has_account:
        person.user = outsider
        person.save()
    erase_researcher(person, by=staff)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "replaced since"
    with pytest.raises(CommandError):
        load("import_researchers", path)
    assert rejected(path) == [(1, "researcher: was erased at the person’s request")]
    assert [row.external_id for row in Researcher.objects.all()] == ["Someone Else"]
    assert "Dana" not in str(list(Erasure.objects.values()))


@pytest.mark.parametrize("code", ["ZZ", "QQ", "EU"])
def test_a_country_that_does_not_exist_is_rejected(tmp_path: Path, code: str) -> None:
    path = write(tmp_path, CHILD, ORGANISATION | {"country": code})
    with pytest.raises(CommandError):
        load("import_organisations", path)
    assert [(number, reason.split(":")[0]) for number, reason in rejected(path)] == [(2, "country")]


def test_a_line_that_is_not_text_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n' + json.dumps(ORGANISATION).encode() + b"\n")
    with pytest.raises(CommandError):
        load("import_organisations", path)
    assert rejected(path) == [(1, "not UTF-8 text")]
    assert Organisation.objects.count() == 1


def test_a_broken_row_of_csv_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "topics.csv"
    head = "id,name,domain,field,subfield,works_count\n"
    path.write_text(f'{head}T1,"a"b,B,C,D,1\nT2,a,B,C,D,1\nT3,b,B,C,D,1,9\n', encoding="utf-8")
    with pytest.raises(CommandError):
        load("import_topics", path)
    assert [(number, reason.split(":")[0]) for number, reason in rejected(path)] == [
        (2, "not CSV"),
        (4, "more columns than the first line names"),
    ]
    assert [topic.openalex_id for topic in Topic.objects.all()] == ["T2"]
