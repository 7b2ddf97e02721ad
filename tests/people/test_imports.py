"""Files of facts: good lines are stored, each kind of bad line is reported, and nothing is stored twice."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from exchange.people.imports import reading
from exchange.people.models import ConsentRecord, Organisation, OrganisationLink, Publication, Researcher, Topic
from exchange.projects.models import Project
from tests.people.facts import CHILD, ORGANISATION, PERSON, PROJECT, load, rejected, write

pytestmark = pytest.mark.django_db

DUMPED = {
    "id": "https://ror.org/0abcdefg1",
    "status": "active",
    "names": [
        {"value": "Seaside Institute", "types": ["ror_display", "label"], "lang": "en"},
        {"value": "바닷가연구원", "types": ["label"], "lang": "ko"},
        {"value": "SSI", "types": ["acronym"], "lang": None},
    ],
    "locations": [{"geonames_details": {"country_code": "KR", "name": "Busan", "lat": 35.1}}],
    "types": ["facility"],
    "domains": [],
    "relationships": [],
}


def test_organisations_with_names_and_parents_come_in_once(tmp_path: Path) -> None:
    path = write(tmp_path, CHILD, ORGANISATION)
    assert load("import_organisations", path) == "2 created, 0 updated, 0 unchanged, 0 rejected.\n"
    institute = Organisation.objects.get(ror_id=ORGANISATION["id"])
    assert (institute.name_ko, institute.city, institute.types) == ("바닷가연구원", "Busan", ["facility"])
    assert {name.text for name in institute.names.all()} == {"Seaside Institute", "바닷가연구원"}
    assert [str(link) for link in OrganisationLink.objects.all()] == ["Seaside Institute › Seaside Laboratory"]
    assert load("import_organisations", path) == "0 created, 0 updated, 2 unchanged, 0 rejected.\n"
    assert not (tmp_path / "rejects.jsonl").exists()


def test_a_changed_line_updates_only_its_organisation(tmp_path: Path) -> None:
    load("import_organisations", write(tmp_path, ORGANISATION, CHILD))
    changed = write(tmp_path, ORGANISATION | {"name": "Seaside University"}, CHILD)
    assert load("import_organisations", changed) == "0 created, 1 updated, 1 unchanged, 0 rejected.\n"
    institute = Organisation.objects.get(ror_id=ORGANISATION["id"])
    assert {name.text for name in institute.names.all()} == {"Seaside University", "바닷가연구원"}


def test_an_organisation_elsewhere_is_left_out_and_said_so(tmp_path: Path) -> None:
    path = write(tmp_path, ORGANISATION, CHILD | {"country": "FR"})
    assert load("import_organisations", path) == (
        "1 created, 0 updated, 0 unchanged, 1 in other countries, left out, 0 rejected.\n"
    )
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not JSON"),
        ("[" * 100_000, "lists or objects nested too deeply"),
        ("5", "is not an object with fields"),
        ({key: value for key, value in ORGANISATION.items() if key != "name"}, "name"),
        (ORGANISATION | {"name": "x" * 301}, "name"),
        (ORGANISATION | {"country": "Korea"}, "country"),
        (ORGANISATION | {"city": 5}, "city"),
        (ORGANISATION | {"city": "a\x00b"}, "city"),
        (ORGANISATION | {"city": "\ud800"}, "city"),
        (ORGANISATION | {"id": "0abcdefg1"}, "id"),
        (CHILD, "duplicate id https"),
    ],
    ids=["json", "deep", "number", "missing", "long", "country", "type", "nul", "surrogate", "id", "duplicate"],
)
def test_a_bad_line_is_reported_and_the_good_one_kept(tmp_path: Path, line: Any, reason: str) -> None:
    path = write(tmp_path, CHILD, line)
    with pytest.raises(CommandError) as caught:
        load("import_organisations", path)
    assert caught.value.returncode == 2
    assert [(number, text.split(":")[0]) for number, text in rejected(path)] == [(2, reason)]
    assert [row.name for row in Organisation.objects.all()] == ["Seaside Laboratory"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_of_a_line_without_end_only_its_beginning_is_held(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 400)
    path = write(tmp_path, CHILD)
    path.write_text(path.read_text() + '{"name": "' + "x" * 1189 + ending + json.dumps(ORGANISATION) * bool(ending))
    with pytest.raises(CommandError):
        load("import_organisations", path)
    assert rejected(path) == [(2, "longer than 400 characters")]
    assert Organisation.objects.count() == 1 + bool(ending)


def test_a_row_of_csv_without_end_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_LINE", 200_000)
    path = tmp_path / "topics.csv"
    row = "T1,Robots,Physical Sciences,Engineering,Control,12\n"
    path.write_text("id,name,domain,field,subfield,works_count\nT2," + "x" * 900_000 + "\n" + row)
    with pytest.raises(CommandError):
        load("import_topics", path)
    assert rejected(path) == [(2, "not CSV: field larger than field limit (131072)")]
    assert [topic.openalex_id for topic in Topic.objects.all()] == ["T1"]


def test_the_rejects_never_overwrite_the_file_that_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, ORGANISATION, "{broken")
    with pytest.raises(CommandError, match="overwrite") as caught:
        call_command("import_organisations", path, rejects=path)
    assert caught.value.returncode == 2
    assert path.read_text().endswith("{broken\n")


@pytest.mark.parametrize("basis", ["   ", "x" * 301, "\udcff", "two\nlines"])
def test_a_basis_that_the_ledger_cannot_hold_is_told_before_anything_is_imported(tmp_path: Path, basis: str) -> None:
    with pytest.raises(CommandError, match="--consent-basis") as caught:
        load("import_researchers", write(tmp_path, PERSON), consent_basis=basis)
    assert (caught.value.returncode, Researcher.objects.count()) == (2, 0)


def test_strict_imports_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, ORGANISATION, "{broken", "also broken")
    with pytest.raises(CommandError) as caught:
        load("import_organisations", path, strict=True)
    assert caught.value.returncode == 2
    assert [number for number, _ in rejected(path)] == [2, 3]
    assert Organisation.objects.count() == 0


def test_gzip_is_read_like_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(ORGANISATION).encode()))
    assert load("import_organisations", path) == "1 created, 0 updated, 0 unchanged, 0 rejected.\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_the_published_dump_is_read_as_it_is(tmp_path: Path, pack: Any) -> None:
    gone = DUMPED | {"id": "https://ror.org/0abcdefg3", "status": "withdrawn"}
    path = tmp_path / "dump.json"
    path.write_bytes(pack(json.dumps([DUMPED, gone, {"id": "x"}]).encode()))
    with pytest.raises(CommandError) as caught:
        load("import_organisations", path)
    assert caught.value.returncode == 2
    assert rejected(path) == [(3, "not a ROR v2 record: KeyError 'names'")]
    institute = Organisation.objects.get()
    assert (institute.name, institute.name_ko, institute.city) == ("Seaside Institute", "바닷가연구원", "Busan")
    assert {name.text for name in institute.names.all()} == {"Seaside Institute", "바닷가연구원", "SSI"}


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\xff\xfe\x00",
        gzip.compress(json.dumps(ORGANISATION).encode())[:-9],
        b"\x1f\x8b" + b"rubbish" * 9,
        b'[{"id": ',
        b"[] and more",
    ],
    ids=["missing", "empty", "not text", "cut gzip", "bad gzip", "cut dump", "more than a dump"],
)
def test_an_unreadable_file_is_told_and_imports_nothing(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "facts.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=r"facts\.jsonl") as caught:
        load("import_organisations", path)
    assert (caught.value.returncode, str(caught.value).count("\n")) == (2, 0)
    assert Organisation.objects.count() == 0


def test_topics_come_from_csv(tmp_path: Path) -> None:
    path = tmp_path / "topics.csv"
    head = "id,name,domain,field,subfield,works_count\n"
    good = 'T1,"Robots, trusted",Physical Sciences,Engineering,Control,12\n'
    path.write_text(head + good + "T2,Bad,Physical Sciences,Engineering,Control,many\nT3,Short\n", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        load("import_topics", path)
    assert caught.value.returncode == 2
    assert [(number, reason.split(":")[0]) for number, reason in rejected(path)] == [(3, "works_count"), (4, "domain")]
    assert [(topic.openalex_id, topic.name, topic.works_count) for topic in Topic.objects.all()] == [
        ("T1", "Robots, trusted", 12)
    ]
    path.write_text(head + good, encoding="utf-8")
    assert load("import_topics", path) == "0 created, 0 updated, 1 unchanged, 0 rejected.\n"


def test_researchers_come_with_their_papers_once(tmp_path: Path) -> None:
    path = write(tmp_path, PERSON)
    assert load("import_researchers", path) == "1 created, 0 updated, 0 unchanged, 2 papers added, 0 rejected.\n"
    assert load("import_researchers", path) == "0 created, 0 updated, 1 unchanged, 0 rejected.\n"
    person = Researcher.objects.get()
    assert (person.name_romanised, person.country, person.user) == ("Dana Lee", "KR", None)
    assert [paper.title for paper in Publication.objects.all()] == ["One", "Two"]
    assert ConsentRecord.objects.count() == 0


@pytest.mark.usefixtures("notice")
def test_a_consent_is_recorded_with_its_basis_once(tmp_path: Path) -> None:
    path = write(tmp_path, PERSON)
    load("import_researchers", path, consent_basis="Signed forms, cabinet 3")
    load("import_researchers", path, consent_basis="Signed forms, cabinet 3")
    assert [(record.recipient_country, record.basis) for record in ConsentRecord.objects.all()] == [
        ("US", "Signed forms, cabinet 3")
    ]


def test_researchers_of_an_unknown_organisation_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="import organisations first") as caught:
        load("import_researchers", write(tmp_path, PERSON), organisation="https://ror.org/0nowhere1")
    assert caught.value.returncode == 2
    assert Researcher.objects.count() == 0


def test_projects_come_in_once(tmp_path: Path) -> None:
    path = write(tmp_path, PROJECT)
    assert load("import_projects", path) == "1 created, 0 updated, 0 unchanged, 0 rejected.\n"
    assert load("import_projects", path) == "0 created, 0 updated, 1 unchanged, 0 rejected.\n"
    project = Project.objects.get()
    assert (project.external_id, str(project.starts_on), project.amount, project.sides_wanted) == (
        "NSF-7",
        "2026-01-31",
        5000,
        ["KR"],
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"start_date": "2026-01-31"}, "start_date"),
        ({"start_date": "02/30/2026"}, "start_date"),
        ({"end_date": "01/01/2020"}, "end_date lies before start_date"),
        ({"award_id": "8"}, "award_id"),
        ({"award_id": 10**200}, "award_id"),
        ({"abstract": ""}, "abstract"),
        ({"amount_usd": -1}, "amount_usd"),
    ],
)
def test_a_bad_award_is_reported(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    path = write(tmp_path, PROJECT | {"award_id": 8} | change)
    with pytest.raises(CommandError) as caught:
        load("import_projects", path)
    assert caught.value.returncode == 2
    assert [(number, reason.split(":")[0]) for number, reason in rejected(path)] == [(1, field)]
    assert Project.objects.count() == 0
