"""Sides of imported people, domains of imported organisations, and what the migration finds."""

import json
import os
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress

from exchange.people.enums import Side, SideGround
from exchange.people.models import Organisation, Researcher, SideDecision, User
from exchange.people.selectors.side import confirmed_side
from exchange.people.values.mail_domains import can_speak_for_organisation
from tests.migrating import add_default, migration, models_at
from tests.people.facts import ORGANISATION, PERSON, load, write

pytestmark = pytest.mark.django_db
DATA = Path(os.environ.get("GYORYU_DATA", "../shared/data"))
NAME = "0074_confirm_sides"


def test_imported_people_are_confirmed_and_a_second_import_to_another_side_begins_anew(
    tmp_path: Path, korean_organisation: Organisation, us_organisation: Organisation
) -> None:
    path = write(tmp_path, PERSON)
    load("import_researchers", path, organisation=korean_organisation.ror_id, consent_basis="Signed forms")
    person = Researcher.objects.get()
    assert confirmed_side(person) == Side.KR
    load("import_researchers", path, organisation=us_organisation.ror_id)
    assert confirmed_side(person) == Side.US
    assert list(person.side_decisions.values_list("ground", "side", "organisation")) == [
        (SideGround.IMPORT, Side.US, us_organisation.pk),
        (SideGround.IMPORT, Side.KR, korean_organisation.pk),
    ]
    assert not person.consents.filter(withdrawn_at=None).exists()


def record(number: int, *, domains: list[str], site: str = "") -> dict[str, object]:
    return {
        "id": f"https://ror.org/0abcdefg{number}",
        "names": [{"value": f"Institute {number}", "types": ["ror_display"], "lang": "en"}],
        "locations": [{"geonames_details": {"country_code": "KR", "name": "Seoul"}}],
        "domains": domains,
        "links": [{"type": "wikipedia", "value": "http://en.wikipedia.org/"}, {"type": "website", "value": site}],
    }


def test_domains_of_the_dump_and_where_it_has_none_the_website(tmp_path: Path) -> None:
    path = tmp_path / "dump.json"
    rows = [
        record(1, domains=["Seaside.ac.kr"], site="https://www.other.kr/"),
        record(2, domains=[], site="https://www.seaside.re.kr/"),
        record(3, domains=[], site="https://hosting.example.com/~lab/"),
        record(4, domains=["naver.com"], site=""),
        record(5, domains=[], site="http://[broken"),
    ]
    path.write_text(json.dumps(rows))
    load("import_organisations", path)
    assert list(Organisation.objects.order_by("ror_id").values_list("domains", flat=True)) == [
        ["seaside.ac.kr"],
        ["seaside.re.kr"],
        [],
        [],
        [],
    ]


def test_a_second_import_fills_the_domains(tmp_path: Path) -> None:
    path = write(tmp_path, ORGANISATION)
    load("import_organisations", path)
    load("import_organisations", write(tmp_path, ORGANISATION | {"domains": ["seaside.re.kr"]}))
    assert Organisation.objects.get().domains == ["seaside.re.kr"]


@pytest.mark.skipif(not (DATA / "ror_kr_us.jsonl.gz").is_file(), reason="GYORYU_DATA holds no ror_kr_us.jsonl.gz")
def test_real_domains_tell_a_side(tmp_path: Path) -> None:
    """None of them belongs to a provider or to both sides; four organisations in ten have one."""
    load("import_organisations", DATA / "ror_kr_us.jsonl.gz")
    sides: dict[str, set[str]] = {}
    for country, domains in Organisation.objects.values_list("country", "domains"):
        for domain in domains:
            sides.setdefault(domain, set()).add(country)
    assert [domain for domain, owners in sides.items() if len(owners) > 1] == []
    assert all(map(can_speak_for_organisation, sides))
    assert Organisation.objects.exclude(domains=[]).count() == 3272


def test_the_migration_confirms_whom_something_speaks_for(
    korean_organisation: Organisation, us_organisation: Organisation
) -> None:
    Organisation.objects.filter(pk=korean_organisation.pk).update(domains=["hanbit.ac.kr"])

    def person(address: str, *, verified: bool = True, **fields: object) -> None:
        user = User.objects.create_user(address) if address else None
        if user is not None:
            EmailAddress.objects.create(user=user, email=address, verified=verified)
        values = {"organisation": korean_organisation, "country": Side.KR} | fields
        Researcher.objects.create(user=user, name_romanised=address or "imported", **values)

    person("")
    person("fits@cs.hanbit.ac.kr")
    person("kim@demo.example.org", external_id="demo-kim")
    person("typed@hanbit.ac.kr", verified=False)
    person("claims@example.org")
    person("claims@demo.example.org")
    person("claims2@example.org", external_id="demo-claims")
    person("lookalike@evil-hanbit.ac.kr")
    person("moved@hanbit.ac.kr", organisation=us_organisation)
    person("moved2@hanbit.ac.kr", organisation=None)
    person("nowhere@hanbit.ac.kr", country="")
    add_default("people_sidedecision", "asked_again", "''")
    migration("exchange.people", NAME).confirm(models_at("people", NAME), None)
    assert set(SideDecision.objects.values_list("researcher__name_romanised", "ground", "reason", "side")) == {
        ("imported", "import", "", "KR"),
        ("fits@cs.hanbit.ac.kr", "address", "hanbit.ac.kr", "KR"),
        ("kim@demo.example.org", "demo", "", "KR"),
    }


def test_in_the_migration_a_domain_of_both_sides_tells_neither(
    korean_organisation: Organisation, us_organisation: Organisation
) -> None:
    Organisation.objects.filter(pk=korean_organisation.pk).update(domains=["both.org", "one.org"])
    Organisation.objects.filter(pk=us_organisation.pk).update(domains=["both.org", "us.one.org"])
    for address in ("a@both.org", "b@us.one.org", "c@one.org"):
        user = User.objects.create_user(address)
        EmailAddress.objects.create(user=user, email=address, verified=True)
        Researcher.objects.create(user=user, name_romanised=address, organisation=korean_organisation, country=Side.KR)
    add_default("people_sidedecision", "asked_again", "''")
    migration("exchange.people", NAME).confirm(models_at("people", NAME), None)
    assert list(SideDecision.objects.values_list("researcher__name_romanised", flat=True)) == ["c@one.org"]
