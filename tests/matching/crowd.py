"""A few invented people of both sides to whom everything happens, and all that a run leaves of them."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from exchange.people.enums import Audience, Direction, ProfileField, ResourceKind, Side
from exchange.people.models import ConsentNotice, Organisation, Publication, Researcher, ResearcherResource, Topic, User
from exchange.people.services.account import erase_researcher
from exchange.people.services.consent import withdraw_consent
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from matching.enums import Opinion, OpinionReason, RunKind
from matching.models import Match, Pair, Policy, Reaction, Standing
from matching.services import changes
from matching.services.decisions import dismiss_pairs, introduce_pair, restore_pairs
from tests.cast import consent_to, make_researcher
from tests.matching.cast import Runner, add_publication, make_project, snapshot

WORDS = [
    "trust",
    "robots",
    "factory",
    "chips",
    "operators",
    "autonomy",
    "sensors",
    "teams",
    "cockpit",
    "language",
    "speech",
    "drones",
]
TOP_K = 3


def words(rng: Random, count: int = 5) -> str:
    return " ".join(rng.choices(WORDS, k=count))


@pytest.fixture
def short_lists(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that something is left out of them; and everybody may change at once."""
    Policy.objects.update(top_k=TOP_K)
    monkeypatch.setattr(changes, "MOST", 1)


class Crowd:
    """A few researchers of both sides with projects, and all that may happen to them."""

    def __init__(self, rng: Random, notice: ConsentNotice, manager: User) -> None:
        self.rng, self.notice, self.manager, self.count = rng, notice, manager, 0
        self.topics = [
            Topic.objects.create(openalex_id=f"T{n}", name=f"T{n}", subfield=f"S{n // 2}", field="F", domain="D")
            for n in range(4)
        ]
        for _time in range(7):
            self.somebody_comes(Side.KR)
            self.somebody_comes(Side.US)
        for _time in range(5):
            self.a_project_begins()

    def something_happens(self) -> None:
        self.rng.choice(
            [
                lambda: self.somebody_comes(self.rng.choice(list(Side))),
                self.a_project_begins,
                self.somebody_writes_anew,
                self.somebody_writes_anew,
                self.somebody_publishes,
                self.a_publication_goes,
                self.somebody_seeks_something,
                self.somebody_chooses_topics,
                self.a_field_is_closed_or_opened,
                self.somebody_is_away,
                self.a_project_changes,
                self.somebody_leaves_the_matching_or_comes_back,
                self.a_consent_goes_or_comes_back,
                self.somebody_says_not_for_me_or_takes_it_back,
                self.a_manager_decides,
                self.somebody_is_erased,
                lambda: None,
            ]
        )()

    def somebody_comes(self, side: Side) -> None:
        self.count += 1
        place = Organisation.objects.get(country=side)
        person = make_researcher(f"p{self.count}@example.org", f"P {self.count}", place, statement_en=words(self.rng))
        consent_to(person, Side.US if side == Side.KR else Side.KR, self.notice)
        if self.rng.random() < 0.5:
            person.topics.add(self.rng.choice(self.topics))

    def a_project_begins(self) -> None:
        self.count += 1
        leads = [None, *Researcher.objects.all()]
        wanted = self.rng.choice([[], [Side.KR], [Side.US]])
        make_project(f"{words(self.rng, 3)} {self.count}", lead=self.rng.choice(leads), sides_wanted=wanted)

    def _anybody(self) -> Researcher:
        return self.rng.choice(list(Researcher.objects.order_by("pk")))

    def _changed(self, person: Researcher) -> None:
        Researcher.objects.filter(pk=person.pk).update(changed_at=timezone.now())

    def somebody_writes_anew(self) -> None:
        person = self._anybody()
        person.statement_en = words(self.rng)
        person.save()
        self._changed(person)

    def somebody_publishes(self) -> None:
        person = self._anybody()
        self.count += 1
        add_publication(person, f"{words(self.rng, 3)} {self.count}")
        self._changed(person)

    def a_publication_goes(self) -> None:
        if paper := Publication.objects.order_by("pk").first():
            paper.delete()
            self._changed(paper.researcher)

    def somebody_seeks_something(self) -> None:
        person, direction = self._anybody(), self.rng.choice(list(Direction))
        kind = self.rng.choice(list(ResourceKind))
        ResearcherResource.objects.create(researcher=person, direction=direction, kind=kind, text=words(self.rng, 2))
        self._changed(person)

    def somebody_chooses_topics(self) -> None:
        person = self._anybody()
        person.topics.set(self.rng.sample(self.topics, self.rng.randrange(3)))
        self._changed(person)

    def a_field_is_closed_or_opened(self) -> None:
        person, field = self._anybody(), self.rng.choice(list(ProfileField))
        person.visibility |= {field: self.rng.choice(list(Audience))}
        person.save()
        self._changed(person)

    def somebody_is_away(self) -> None:
        person, begin = self._anybody(), date(2026, self.rng.randrange(1, 12), 1)
        person.available_from, person.available_until = begin, begin + timedelta(days=60)
        person.save()
        self._changed(person)

    def a_project_changes(self) -> None:
        project = self.rng.choice(list(Project.objects.order_by("pk")))
        project.status = self.rng.choice([ProjectStatus.OPEN, ProjectStatus.OPEN, ProjectStatus.CLOSED])
        project.summary, project.starts_on = words(self.rng), date(2026, self.rng.randrange(1, 12), 1)
        project.sides_wanted = self.rng.choice([[], [Side.KR], [Side.US]])
        project.save()
        Project.objects.filter(pk=project.pk).update(changed_at=timezone.now())

    def somebody_leaves_the_matching_or_comes_back(self) -> None:
        """Perhaps both before a run notices."""
        person = self._anybody()
        for _time in range(self.rng.randint(1, 2)):
            person.is_listed = not person.is_listed
            person.save()
            self._changed(person)

    def a_consent_goes_or_comes_back(self) -> None:
        person = self._anybody()
        country = Side.US if person.country == Side.KR else Side.KR
        if person.consents.filter(withdrawn_at=None).exists():
            withdraw_consent(person, country=country)
        else:
            consent_to(person, country, self.notice)

    def somebody_says_not_for_me_or_takes_it_back(self) -> None:
        taken_back = Reaction.objects.order_by("pk").first()
        if taken_back and self.rng.random() < 0.5:
            taken_back.delete()
        elif pair := self._a_pair():
            reason = OpinionReason.NO_TIME
            values = {"pair": pair, "researcher": pair.researcher, "opinion": Opinion.NOT_FOR_ME, "reason": reason}
            Reaction.objects.create(**values)

    def a_manager_decides(self) -> None:
        dismissed = Pair.objects.filter(state="dismissed").order_by("pk").first()
        if dismissed and self.rng.random() < 0.5:
            restore_pairs([dismissed], manager=self.manager, reason="After all")
        elif (pair := self._a_pair()) and self.rng.random() < 0.5:
            dismiss_pairs([pair], manager=self.manager, reason="Too far")
        elif pair and pair.can_answer:
            introduce_pair(pair, manager=self.manager)

    def _a_pair(self) -> Pair | None:
        """On many a list, and free."""
        free = Pair.objects.filter(state="suggested", match__isnull=False, reactions__isnull=True)
        return self.rng.choice(list(free.order_by("pk"))) if free else None

    def somebody_is_erased(self) -> None:
        if self.rng.random() < 0.4:
            erase_researcher(self._anybody(), by=self.manager)


def state() -> list[Any]:
    """All that a run leaves."""
    lists = ("researcher", "project", "of_people", "fingerprint", "length", "end_score", "end_partner")
    standings = list(Standing.objects.order_by(*lists[:3]).values_list(*lists))
    return [*snapshot(), list(Match.objects.order_by("pair").values_list("pair", "is_current")), standings]


def state_after_a_full_run(match: Runner) -> list[Any]:
    """Which then has not been."""
    with transaction.atomic():
        match(RunKind.FULL)
        found = state()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def crowd_of(
    korean_organisation: Organisation, us_organisation: Organisation, notice: ConsentNotice, korean_manager: User
) -> Callable[[int], Crowd]:
    return lambda seed: Crowd(Random(seed), notice, korean_manager)  # noqa: S311 - no secret
