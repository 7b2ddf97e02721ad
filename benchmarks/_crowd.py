"""A synthetic crowd, made in sets: people of both sides, projects, and what a run suggested to them."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from exchange.jobs.enums import JobState
from exchange.people.enums import CareerStage, Side, SideGround
from exchange.people.models import (
    ConsentRecord,
    Organisation,
    Researcher,
    ResearcherSearch,
    Topic,
    User,
)
from exchange.people.selectors.consent import current_notice
from exchange.people.services.side import record_sides
from exchange.projects.models import Project, ProjectSearch
from matching.enums import Opinion, PairState, PassageKind, RunKind, ScorePart
from matching.models import Evidence, Match, Pair, Passage, Reaction, Run

ORGANISATIONS, TOPICS, RUNS, BATCH = 400, 300, 60, 2000
WORDS = [
    "robot",
    "trust",
    "team",
    "sensor",
    "circuit",
    "battery",
    "grid",
    "vision",
    "language",
    "planning",
    "safety",
    "signal",
    "control",
    "network",
]
SUBJECTS = [
    "로봇",
    "신뢰",
    "팀",
    "센서",
    "회로",
    "배터리",
    "전력망",
    "시각",
    "언어",
    "계획",
    "안전",
    "신호",
    "제어",
    "통신망",
]

rng = random.Random(11)  # noqa: S311 - synthetic data


def make_crowd(people: int, projects: int, matches: int) -> None:
    """Half of the people on each side, all consenting; ``matches`` are half with projects, half between people."""
    organisations = make_organisations()
    topics = save(
        Topic(openalex_id=f"T{n}", name=f"Topic {n} {words(2)}", subfield=f"S{n % 30}", field=f"F{n % 9}", domain="D")
        for n in range(TOPICS)
    )
    crowd = make_people(people, organisations)
    offers = make_projects(projects, [person for person in crowd if person.country == Side.US])
    for through, key, subjects in (
        (Researcher.topics.through, "researcher", crowd),
        (Project.topics.through, "project", offers),
    ):
        chosen = ((subject, topic) for subject in subjects for topic in rng.sample(topics, 4))
        save(through(**{key: subject, "topic": topic}) for subject, topic in chosen)
    make_matches(matches, crowd, offers)


def make_organisations() -> list[Organisation]:
    return save(
        Organisation(ror_id=f"https://ror.org/{n:09}", name=f"Institute {n}", name_ko=f"연구원 {n}", country=side(n))
        for n in range(ORGANISATIONS)
    )


def make_people(count: int, organisations: Sequence[Organisation]) -> list[Researcher]:
    users = save(User(email=f"person-{n}@example.org", language="en") for n in range(count))
    people = save(
        Researcher(
            user=user,
            name_romanised=f"Person {n} {words(1).title()}",
            name_native=f"김{SUBJECTS[n % len(SUBJECTS)]}" if side(n) == Side.KR else "",
            organisation=organisations[n % ORGANISATIONS],
            country=side(n),
            career_stage=rng.choice(CareerStage.values),
            statement_en=words(90),
            statement_ko=" ".join(rng.choices(SUBJECTS, k=60)) if side(n) == Side.KR else "",
        )
        for n, user in enumerate(users)
    )
    record_sides(people, ground=SideGround.DEMO)
    notice = current_notice()
    save(
        ConsentRecord(researcher=person, notice=notice, recipient_country=Side(person.country).other)
        for person in people
    )
    ResearcherSearch.refresh(people)
    return people


def make_projects(count: int, leads: Sequence[Researcher]) -> list[Project]:
    projects = save(
        Project(
            title=f"Project {n} {words(5)}",
            summary=words(120),
            lead=leads[n % len(leads)],
            organisation_id=leads[n % len(leads)].organisation_id,
            country=Side.US,
            sides_wanted=[Side.KR],
            status="open",
        )
        for n in range(count)
    )
    ProjectSearch.refresh(projects)
    return projects


def make_matches(count: int, crowd: Sequence[Researcher], projects: Sequence[Project]) -> None:
    """With two passages of evidence each; one pair in ten was reacted to, one in twenty decided on."""
    run = make_runs()
    texts = {person.pk: passage(researcher=person, kind=PassageKind.STATEMENT) for person in crowd}
    aims = {project.pk: passage(project=project, kind=PassageKind.AIM) for project in projects}
    save([*texts.values(), *aims.values()])
    koreans = [person for person in crowd if person.country == Side.KR]
    americans = [person for person in crowd if person.country == Side.US]
    chosen: set[tuple[int, int, bool]] = set()
    while len(chosen) < count:
        number = len(chosen)
        others: Sequence[Any] = projects if number % 2 else americans
        chosen.add((rng.choice(koreans).pk, rng.choice(others).pk, bool(number % 2)))
    pairs = save(pair(*one, number) for number, one in enumerate(sorted(chosen)))
    matches = save(
        Match(pair=one, run=run, score=rng.random(), topical=rng.random(), rank_for_researcher=n % 20 + 1)
        for n, one in enumerate(pairs)
    )
    Pair.objects.copy_scores()
    save(evidence(match, texts, aims) for match in matches)
    save(Reaction(pair=one, researcher_id=one.researcher_id, opinion=rng.choice(Opinion.values)) for one in pairs[::10])


def make_runs() -> Run:
    """The last of as many nightly runs as two months have."""
    now = timezone.now()
    runs = save(
        Run(kind=RunKind.FULL, state=JobState.DONE, queued_at=began, started_at=began, finished_at=began)
        for began in (now - timedelta(days=day) for day in range(RUNS, 0, -1))
    )
    last: Run = runs[-1]
    return last


def pair(first: int, other: int, with_project: bool, number: int) -> Pair:
    """Of two people the one with the smaller key comes first."""
    state = PairState.SHORTLISTED if number % 20 == 0 else PairState.SUGGESTED
    if with_project:
        return Pair(researcher_id=first, project_id=other, state=state)
    first, other = sorted((first, other))
    return Pair(researcher_id=first, partner_id=other, state=state)


def evidence(match: Match, texts: dict[int, Passage], aims: dict[int, Passage]) -> Evidence:
    found = match.pair
    other = aims[found.project_id] if found.project_id else texts[found.partner_id or 0]
    own = texts[found.researcher_id]
    return Evidence(match=match, part=ScorePart.TOPICAL, own=own, other=other, similarity=rng.random())


def passage(**fields: Any) -> Passage:
    text = words(60)
    return Passage(text=text, language="en", text_hash=hashlib.sha256(text.encode()).hexdigest(), **fields)


def side(number: int) -> Side:
    return Side.KR if number % 2 else Side.US


def words(count: int) -> str:
    return " ".join(rng.choices(WORDS, k=count))


def save(rows: Iterable[Any]) -> list[Any]:
    made = list(rows)
    return list(type(made[0]).objects.bulk_create(made, batch_size=BATCH)) if made else []
