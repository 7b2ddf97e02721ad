"""Turns ``cast.toml`` into rows."""

import datetime
import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from exchange.people.enums import Direction, PublicationSource, Side, SideGround
from exchange.people.models import (
    ConsentNotice,
    ConsentRecord,
    Organisation,
    Publication,
    Researcher,
    ResearcherResource,
    Topic,
    User,
)
from exchange.people.selectors.privacy import notice_in_force
from exchange.people.selectors.search import fold
from exchange.people.services.privacy import record_agreement
from exchange.people.services.side import record_sides
from exchange.people.values.mail_domains import DEMO_DOMAIN
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project, ProjectResource
from exchange.web.demo.files import discard_stopped
from exchange.web.demo.office import load_office
from exchange.web.demo.papers import load_papers
from exchange.web.demo.programmes import load_calls
from exchange.web.demo.proposals import load_proposals

CAST = Path(__file__).with_name("cast.toml")
PASSWORD = "gyoryu-demo-2026"  # noqa: S105 - printed on every start of the demo, for invented accounts only


@dataclass(frozen=True, kw_only=True)
class Account:
    """One demo account, for the list that is printed."""

    email: str
    role: str


def load() -> list[Account]:
    """Create what is missing of the demo and return its accounts; all of it or, where that is stopped midway, nothing."""
    try:
        with transaction.atomic():
            discard_stopped()
            return _load()
    finally:
        discard_stopped()


def _load() -> list[Account]:
    cast = tomllib.loads(CAST.read_text())
    organisations = {row["ror_id"]: _organisation(row) for row in cast["organisations"]}
    topics = {row["openalex_id"]: _topic(row) for row in cast["topics"]}
    people = {row["key"]: _researcher(row, organisations, topics) for row in cast["people"]}
    record_sides(people.values(), ground=SideGround.DEMO)
    for row in cast["projects"]:
        _project(row, people, topics)
    officials = _officials()
    managers = {side: _user(f"manager-{side.lower()}", country=side) for side in Side}
    calls = load_calls(managers)
    load_proposals(calls["afosr_iitp_2025"], people, managers[Side.KR])
    load_office(calls["afosr_iitp_2025"], managers)
    load_papers(calls["iitp_bmwk_2025"], people, managers[Side.US])
    return [*officials, *(_account(person) for person in people.values())]


def _organisation(row: dict[str, Any]) -> Organisation:
    facts = {name: row[name] for name in ("name", "country", "city")} | {"name_ko": row.get("name_ko", "")}
    return Organisation.objects.get_or_create(ror_id=row["ror_id"], defaults=facts)[0]


def _topic(row: dict[str, Any]) -> Topic:
    return Topic.objects.get_or_create(openalex_id=row["openalex_id"], defaults=row)[0]


def _user(address: str, *, country: str, **flags: Any) -> User:
    email = f"{address}@{DEMO_DOMAIN}"
    side = {"language": "ko", "time_zone": "Asia/Seoul"} if country == Side.KR else {"time_zone": "America/New_York"}
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, **side, **flags)
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    if not user.collection_consents.exists():
        record_agreement(user, notice=notice_in_force(), language=user.language)
    return user


def _officials() -> list[Account]:
    _user("admin", country=Side.US, name="Robin Ellery (demo)", is_staff=True, is_superuser=True)
    _user("manager-kr", country=Side.KR, name="한소라 (시연용)")
    _user("manager-us", country=Side.US, name="Dana Whitfield (demo)")
    return [
        Account(email=f"admin@{DEMO_DOMAIN}", role="administrator"),
        Account(email=f"manager-kr@{DEMO_DOMAIN}", role="programme manager, Korea"),
        Account(email=f"manager-us@{DEMO_DOMAIN}", role="programme manager, United States"),
    ]


def _researcher(row: dict[str, Any], organisations: dict[str, Organisation], topics: dict[str, Topic]) -> Researcher:
    organisation = organisations[row["organisation"]]
    known = Researcher.objects.filter(external_id=f"demo-{row['key']}").first()
    if known is not None:
        return known
    plain = ("name_romanised", "department", "career_stage", "languages", "statement_en")
    researcher: Researcher = Researcher.objects.create(
        external_id=f"demo-{row['key']}",
        user=_user(row["key"], country=organisation.country),
        organisation=organisation,
        country=organisation.country,
        name_native=row.get("name_native", ""),
        statement_ko=row.get("statement_ko", ""),
        available_from=timezone.localdate(),
        available_until=timezone.localdate() + datetime.timedelta(days=730),
        **{name: row[name] for name in plain},
    )
    ResearcherResource.objects.bulk_create(_resources(partial(ResearcherResource, researcher=researcher), row))
    researcher.topics.set(topics[key] for key in row["topics"])
    Publication.objects.bulk_create(_publication(researcher, *paper) for paper in row["papers"])
    _consent(researcher)
    return researcher


def _resources(make: Any, row: dict[str, Any]) -> list[Any]:
    pairs = ((Direction.OFFER, row["offers"]), (Direction.NEED, row["needs"]))
    return [make(direction=direction, kind=kind, text=text) for direction, rows in pairs for kind, text in rows]


def _publication(researcher: Researcher, title: str, abstract: str, year: int, doi: str) -> Publication:
    return Publication(
        researcher=researcher,
        title=title,
        folded_title=fold(title),
        abstract=abstract,
        year=year,
        doi=doi,
        source=PublicationSource.MANUAL,
    )


def _consent(researcher: Researcher) -> None:
    ConsentRecord.objects.create(
        researcher=researcher,
        notice=ConsentNotice.objects.order_by("-version")[0],
        recipient_country=Side(researcher.country).other,
        language=Side(researcher.country).language,
    )


def _project(row: dict[str, Any], people: dict[str, Researcher], topics: dict[str, Topic]) -> None:
    lead = people[row["lead"]]
    start = timezone.localdate() + datetime.timedelta(days=120)
    project, made = Project.objects.get_or_create(
        external_id=f"demo-{row['lead']}",
        defaults={
            "title": row["title"],
            "summary": row["summary"],
            "aims": row["aims"],
            "lead": lead,
            "organisation": lead.organisation,
            "country": lead.country,
            "sides_wanted": [Side(lead.country).other],
            "starts_on": start,
            "ends_on": start + datetime.timedelta(days=3 * 365),
            "status": ProjectStatus.OPEN,
        },
    )
    if made:
        project.topics.set(topics[key] for key in row["topics"])
        ProjectResource.objects.bulk_create(_resources(partial(ProjectResource, project=project), row))


def _account(researcher: Researcher) -> Account:
    country = Side(researcher.country)
    return Account(
        email=f"{str(researcher.external_id).removeprefix('demo-')}@{DEMO_DOMAIN}", role=f"researcher, {country.value}"
    )
