"""A refresh scores those who changed and leaves what a full run would leave, whatever happened before."""

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
from matching.models import Evidence, Match, Pair, Passage, Policy, Reaction, Standing
from matching.services import changes, pipeline
from matching.services.decisions import dismiss_pairs, introduce_pair, restore_pairs
from tests.cast import consent_to, make_researcher
from tests.matching.cast import Runner, WordEncoder, add_publication, make_project, snapshot

pytestmark = pytest.mark.django_db
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


@pytest.fixture(autouse=True)
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


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_everything_is_as_a_full_run_leaves_it(
    crowd_of: Callable[[int], Crowd], match: Runner, seed: int
) -> None:
    crowd = crowd_of(seed)
    match(RunKind.FULL)
    for _round in range(8):
        for _time in range(crowd.rng.randint(1, 3)):
            crowd.something_happens()
        run = match(RunKind.REFRESH)
        assert "coverage" not in run.report, "everybody was scored"
        assert state() == state_after_a_full_run(match)


def test_where_nothing_changed_no_list_is_made(crowd_of: Callable[[int], Crowd], match: Runner) -> None:
    crowd_of(1)
    assert match(RunKind.REFRESH).report["lists"] > 0  # the first of all: nothing is stored yet
    assert match(RunKind.REFRESH).report["lists"] == 0


def test_a_decided_pair_is_no_longer_current_and_is_again_when_it_is_restored(
    crowd_of: Callable[[int], Crowd], match: Runner, korean_manager: User
) -> None:
    """Meanwhile it keeps the reasons, which then say nothing of the lists."""
    crowd_of(1)
    match(RunKind.FULL)
    row = Match.objects.filter(rank_for_other=None, pair__state="suggested").first()
    assert row is not None
    dismiss_pairs([row.pair], manager=korean_manager, reason="Too far")
    for kind in (RunKind.REFRESH, RunKind.FULL):
        match(kind)
        assert not Match.objects.get(pk=row.pk).is_current
    Match.objects.filter(pk=row.pk).update(rank_for_other=7)
    row.pair.refresh_from_db()
    restore_pairs([row.pair], manager=korean_manager, reason="After all")
    match(RunKind.REFRESH)
    again = Match.objects.get(pk=row.pk)
    assert (again.is_current, again.rank_for_other, again.score) == (True, None, row.score)
    assert state() == state_after_a_full_run(match)


def test_what_a_full_run_finds_is_current(crowd_of: Callable[[int], Crowd], match: Runner) -> None:
    """Though nothing else of it differs."""
    crowd_of(1)
    match(RunKind.FULL)
    Match.objects.filter(rank_for_researcher=1).update(is_current=False)
    match(RunKind.FULL)
    assert not Match.objects.filter(is_current=False).exists()


@pytest.mark.parametrize("kind", [RunKind.FULL, RunKind.REFRESH])
def test_of_who_is_gone_no_list_stays(crowd_of: Callable[[int], Crowd], match: Runner, kind: RunKind) -> None:
    crowd_of(1)
    match(RunKind.FULL)
    person, project = Researcher.objects.latest("pk"), Project.objects.latest("pk")
    Researcher.objects.filter(pk=person.pk).update(is_listed=False)
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.CLOSED)
    match(kind)
    assert not Standing.objects.filter(researcher=person).exists()
    assert not Standing.objects.filter(project=project).exists()


def test_who_withdraws_takes_along_where_their_lists_stood(crowd_of: Callable[[int], Crowd], match: Runner) -> None:
    crowd_of(1)
    match(RunKind.FULL)
    person = Researcher.objects.filter(country="KR").latest("pk")
    assert Standing.objects.filter(researcher=person).count() == 2
    withdraw_consent(person, country=Side.US)
    assert not Standing.objects.filter(researcher=person).exists()


@pytest.mark.parametrize("change", ["weights", "top_k", "model", "many"])
def test_where_more_than_subjects_changed_everybody_is_scored(
    crowd_of: Callable[[int], Crowd],
    match: Runner,
    encoder: WordEncoder,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
) -> None:
    crowd = crowd_of(1)
    match(RunKind.FULL)
    if change == "weights":
        Policy.objects.update(weight_topics=0.3)
    if change == "top_k":
        Policy.objects.update(top_k=TOP_K + 1)
    if change == "model":
        encoder.tag = "words@2"
    if change == "many":
        monkeypatch.setattr(changes, "MOST", 0.01)
        crowd.somebody_writes_anew()
    assert "coverage" in match(RunKind.REFRESH).report


def leave(person: Researcher) -> Callable[[], object]:
    Researcher.objects.filter(pk=person.pk).update(is_listed=False)
    return lambda: Researcher.objects.filter(pk=person.pk).update(is_listed=True)


def set_aside(person: Researcher) -> Callable[[], object]:
    pair = Pair.objects.filter(researcher=person, match__is_current=True).order_by("-score")[0]
    reason = OpinionReason.NO_TIME
    said = Reaction.objects.create(pair=pair, researcher=person, opinion=Opinion.NOT_FOR_ME, reason=reason)
    return said.delete


def lose_texts(person: Researcher) -> Callable[[], object]:
    Passage.objects.filter(researcher=person).delete()
    return lambda: Researcher.objects.filter(pk=person.pk).update(changed_at=timezone.now())


@pytest.mark.parametrize("happens", [leave, set_aside, lose_texts])
def test_what_goes_while_changes_are_scored_is_not_published_and_the_next_refresh_sees_it(
    crowd_of: Callable[[int], Crowd],
    match: Runner,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Researcher], Callable[[], object]],
) -> None:
    crowd = crowd_of(1)
    match(RunKind.FULL)
    person = Researcher.objects.order_by("pk")[0]
    come_back: list[Callable[[], object]] = []
    score_changes = pipeline.score_changes

    def score(*args: Any) -> Any:
        found = score_changes(*args)
        come_back.append(happens(person))
        return found

    monkeypatch.setattr(pipeline, "score_changes", score)
    Researcher.objects.filter(pk=person.pk).update(statement_en=words(crowd.rng), changed_at=timezone.now())
    match(RunKind.REFRESH)
    aside = Reaction.objects.values("pair")
    if happens is leave:
        assert not Match.objects.filter(pair__researcher=person).exists()
    assert not Match.objects.filter(pair__in=aside, is_current=True).exists()
    texts = Passage.objects.values("pk")
    assert not Evidence.objects.exclude(own_id__in=texts, other_id__in=texts).exists()
    monkeypatch.setattr(pipeline, "score_changes", score_changes)
    come_back[0]()
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_among_nobody_and_once_everybody_is_gone(
    crowd_of: Callable[[int], Crowd], match: Runner, korean_researcher: Researcher
) -> None:
    for _time in range(2):
        assert match(RunKind.REFRESH).report["pairs"] == 0
    crowd_of(1)
    assert match(RunKind.REFRESH).report["pairs"] > 0
    Researcher.objects.update(is_listed=False)
    Project.objects.update(status=ProjectStatus.CLOSED)
    assert match(RunKind.REFRESH).report["pairs"] == 0
    assert not Standing.objects.exists()
