"""Whatever matching reads is noted when it changes, whoever writes; and nothing else is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from exchange.people.enums import Direction, ResourceKind, Side
from exchange.people.models import ConsentRecord, Publication, Researcher, ResearcherResource, SideDecision, Topic, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project, ProjectResource
from matching.enums import Opinion, PairState, RunKind
from matching.models import ChangedSubject, Match, Pair, Passage, Reaction, Run, Standing
from matching.selectors.subjects import something_changed
from matching.services import pipeline
from tests.matching.cast import Runner, add_publication
from tests.matching.crowd import Crowd, state, state_after_a_full_run

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("short_lists")]
Rows = set[tuple[str, int, bool]]


@pytest.fixture
def published(cast: None, match: Runner) -> None:
    """Everything noted so far is matched."""
    match()
    assert noted() == set()


def noted() -> Rows:
    return set(ChangedSubject.objects.values_list("kind", "number", "is_list"))


def researcher(person: Researcher) -> Rows:
    return {("researcher", person.pk, False)}


def _topic() -> Topic:
    return Topic.objects.create(openalex_id="T1", name="T1", subfield="S", field="F", domain="D")


CHANGES_OF_PERSON: dict[str, Callable[[Researcher], object]] = {
    "profile": lambda person: Researcher.objects.filter(pk=person.pk).update(available_from=date(2026, 1, 1)),
    "consent given": lambda person: ConsentRecord.objects.filter(researcher=person).update(withdrawn_at=timezone.now()),
    "side decided": lambda person: SideDecision.objects.filter(researcher=person).update(ended_at=timezone.now()),
    "publication added": lambda person: add_publication(person, "Another paper"),
    "publication changed": lambda person: Publication.objects.filter(researcher=person).update(abstract="Otherwise."),
    "publication gone": lambda person: Publication.objects.filter(researcher=person).delete(),
    "offer added": lambda person: ResearcherResource.objects.create(
        researcher=person, direction=Direction.OFFER, kind=ResourceKind.DATA, text="Data of pilots"
    ),
    "offer gone": lambda person: ResearcherResource.objects.filter(researcher=person).delete(),
    "topic": lambda person: person.topics.add(_topic()),
    "account closed": lambda person: User.objects.filter(researcher=person).update(is_active=False),
    "text gone": lambda person: Passage.objects.filter(researcher=person).delete(),
}


@pytest.mark.parametrize("change", CHANGES_OF_PERSON)
def test_what_is_read_of_a_person_is_noted(published: None, korean_researcher: Researcher, change: str) -> None:
    CHANGES_OF_PERSON[change](korean_researcher)
    assert noted() == researcher(korean_researcher)
    assert something_changed()


CHANGES_OF_PROJECT: dict[str, Callable[[Project], object]] = {
    "itself": lambda project: Project.objects.filter(pk=project.pk).update(summary="Otherwise."),
    "need gone": lambda project: ProjectResource.objects.filter(project=project).delete(),
    "topic": lambda project: project.topics.add(_topic()),
    "text gone": lambda project: Passage.objects.filter(project=project).delete(),
}


@pytest.mark.parametrize("change", CHANGES_OF_PROJECT)
def test_what_is_read_of_a_project_is_noted(published: None, project: Project, change: str) -> None:
    CHANGES_OF_PROJECT[change](project)
    assert noted() == {("project", project.pk, False)}


def test_what_a_person_or_a_manager_says_of_a_pair_is_noted_of_both(
    published: None, korean_researcher: Researcher, us_researcher: Researcher, project: Project
) -> None:
    of_people = Pair.objects.get(researcher=korean_researcher, partner=us_researcher)
    of_project = Pair.objects.get(researcher=korean_researcher, project=project)
    Pair.objects.filter(pk=of_people.pk).update(state=PairState.SHORTLISTED)
    assert noted() == researcher(korean_researcher) | researcher(us_researcher)
    ChangedSubject.objects.all().delete()
    reaction = Reaction.objects.create(pair=of_project, researcher=korean_researcher, opinion=Opinion.INTERESTED)
    both = researcher(korean_researcher) | {("project", project.pk, False)}
    assert noted() == both
    ChangedSubject.objects.all().delete()
    reaction.delete()
    assert noted() == both
    ChangedSubject.objects.all().delete()
    Pair.objects.filter(pk=of_people.pk).update(score=0.5)
    assert noted() == set()


def test_who_loses_a_match_is_noted_for_the_lists_alone(
    published: None, korean_researcher: Researcher, us_researcher: Researcher, project: Project
) -> None:
    match = Match.objects.get(pair__researcher=korean_researcher, pair__partner=us_researcher)
    assert (match.rank_for_researcher, match.rank_for_other) == (1, 1)
    match.delete()
    assert noted() == {("researcher", person.pk, True) for person in (korean_researcher, us_researcher)}
    ChangedSubject.objects.all().delete()
    Match.objects.filter(pair__project=project).update(rank_for_researcher=None)
    Match.objects.filter(pair__project=project).delete()
    assert noted() == {("project", project.pk, True)}
    ChangedSubject.objects.all().delete()
    Match.objects.update(is_current=False)
    Match.objects.all().delete()
    assert noted() == set()


def test_what_a_run_itself_takes_away_is_not_noted(
    published: None, match: Runner, korean_researcher: Researcher
) -> None:
    Researcher.objects.filter(pk=korean_researcher.pk).update(is_listed=False)
    match(RunKind.REFRESH)
    assert not Match.objects.filter(pair__researcher=korean_researcher).exists()
    assert noted() == set()
    Passage.objects.all().delete()
    assert noted() != set(), "afterwards it is noted again"


def test_an_account_that_signs_in_changes_nothing(published: None, korean_researcher: Researcher) -> None:
    User.objects.filter(researcher=korean_researcher).update(last_login=timezone.now())
    assert noted() == set()
    assert not something_changed()


def test_another_classification_of_topics_is_matched_for_everybody(
    published: None, match: Runner, korean_researcher: Researcher
) -> None:
    korean_researcher.topics.add(_topic())
    match(RunKind.REFRESH)
    Topic.objects.update(name="Renamed")
    assert noted() == set()
    Topic.objects.update(subfield="Another")
    assert noted() == {("", 0, False)}
    assert "coverage" in match(RunKind.REFRESH).report
    assert noted() == set()


def test_a_run_for_one_person_leaves_what_is_noted_of_others(
    published: None, match: Runner, korean_researcher: Researcher, us_researcher: Researcher, project: Project
) -> None:
    for person in (korean_researcher, us_researcher):
        add_publication(person, "Another paper")
    Project.objects.filter(pk=project.pk).update(summary="Otherwise.")
    match(RunKind.SUBJECT, researcher=us_researcher)
    assert noted() == researcher(korean_researcher)
    assert Passage.objects.filter(title="Another paper").values_list("researcher", flat=True).get() == us_researcher.pk
    assert Passage.objects.filter(project=project, text="Otherwise.").exists()
    match(RunKind.REFRESH)
    assert noted() == set()
    assert state() == state_after_a_full_run(match)


def test_what_is_noted_while_a_run_reads_is_left_for_the_next_and_read_as_new(
    cast: None, match: Runner, encoder: Any, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    encode = encoder.encode

    def touch_and_encode(texts: Any) -> Any:
        Researcher.objects.filter(pk=korean_researcher.pk).update(changed_at=timezone.now())
        return encode(texts)

    encoder.encode = touch_and_encode
    match()
    encoder.encode = encode
    assert noted() == researcher(korean_researcher)
    assert set(Standing.objects.filter(researcher=korean_researcher).values_list("fingerprint", flat=True)) == {0}
    assert 0 not in set(Standing.objects.filter(researcher=us_researcher).values_list("fingerprint", flat=True))
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_a_project_whose_last_day_has_passed_leaves_though_nobody_wrote_anything(
    published: None, match: Runner, project: Project
) -> None:
    assert Match.objects.filter(pair__project=project).exists()
    Project.objects.filter(pk=project.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    ChangedSubject.objects.all().delete()
    assert something_changed()
    match(RunKind.REFRESH)
    assert not Match.objects.filter(pair__project=project).exists()
    assert not Standing.objects.filter(project=project).exists()
    assert not something_changed()


def test_a_touch_that_changes_nothing_makes_no_list(
    published: None, match: Runner, korean_researcher: Researcher
) -> None:
    Researcher.objects.filter(pk=korean_researcher.pk).update(changed_at=timezone.now())
    assert match(RunKind.REFRESH).report["lists"] == 0


def test_who_becomes_somebodys_second_account_is_matched_anew_with_their_first(
    crowd_of: Callable[[int], Crowd], match: Runner
) -> None:
    """Though only one of the two was written to."""
    crowd_of(3)
    first, second = Researcher.objects.order_by("pk")[:2]
    Researcher.objects.filter(pk=first.pk).update(openalex_id="A5000000001")
    match(RunKind.FULL)
    Researcher.objects.filter(pk=second.pk).update(openalex_id="A5000000001")
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)
    assert Run.objects.exclude(accounts={}).count() == 1
    Researcher.objects.filter(pk=second.pk).update(openalex_id="")
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_a_withdrawal_refills_the_lists_it_shortened(crowd_of: Callable[[int], Crowd], match: Runner) -> None:
    crowd_of(2)
    match(RunKind.FULL)
    person = Researcher.objects.filter(country="KR").earliest("pk")
    withdraw_consent(person, country=Side.US)
    assert any(is_list for _kind, _number, is_list in noted())
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)


def test_lists_that_lost_somebody_as_they_were_published_are_filled_again(
    crowd_of: Callable[[int], Crowd], match: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who left while the run scored them is not published, and does not come back."""
    crowd_of(1)
    person = Researcher.objects.filter(country="KR").earliest("pk")
    make_shards = pipeline.make_shards

    def make_and_leave(*run: Any) -> None:
        make_shards(*run)
        Researcher.objects.filter(pk=person.pk).update(is_listed=False)

    monkeypatch.setattr(pipeline, "make_shards", make_and_leave)
    match(RunKind.FULL)
    monkeypatch.setattr(pipeline, "make_shards", make_shards)
    assert any(is_list for _kind, _number, is_list in noted())
    match(RunKind.REFRESH)
    assert state() == state_after_a_full_run(match)
