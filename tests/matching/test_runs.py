"""Runs: what they suggest, that they repeat themselves, and that an interruption leaves no trace."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from exchange.jobs import services as jobs
from exchange.jobs.enums import JobState
from exchange.jobs.services import JobLost, claim
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.models import Project
from matching.enums import OF_PROJECTS, Action, Opinion, OpinionReason, PairState, Rule, RunKind, RunStep
from matching.models import Embedding, Evidence, Match, Pair, Passage, Policy, Reaction, Run
from matching.selectors.subjects import something_changed
from matching.services.decisions import decide_pairs
from matching.services.errors import RunIsOver
from matching.services.passages import drop_other_models
from matching.services.progress import Progress
from matching.services.reactions import react, withdraw_reaction
from matching.services.runs import RUNS, cancel_run, execute_run, queue_run, recover_runs
from tests.matching.cast import Runner, WordEncoder, add_publication, expire_lease, make_project, snapshot

pytestmark = pytest.mark.django_db


def suggested() -> set[tuple[int, int | None, int | None]]:
    return set(Match.objects.values_list("pair__researcher", "pair__project", "pair__partner"))


def test_a_run_suggests_what_the_rules_allow_and_explains_it(
    cast: None,
    match: Runner,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    project: Project,
    award: Project,
) -> None:
    run = match()
    first, partner = sorted([korean_researcher.pk, us_researcher.pk])
    assert suggested() == {
        (korean_researcher.pk, project.pk, None),
        (korean_researcher.pk, award.pk, None),
        (us_researcher.pk, award.pk, None),
        (first, None, partner),
    }
    found = Match.objects.get(pair__project=project)
    assert found.rank_for_other == 1
    assert found.give is not None
    assert {answer["rule"] for answer in found.rules} == set(Rule.values)
    of_people = Match.objects.get(pair__project=None)
    assert {answer["rule"] for answer in of_people.rules} == set(Rule.values) - set(OF_PROJECTS)
    assert all(answer["passed"] is not False for answer in found.rules)
    assert {row.own.researcher_id for row in found.evidence.all()} == {korean_researcher.pk}
    assert {row.other.project_id for row in found.evidence.all()} == {project.pk}
    assert (run.state, run.model_tag, run.report["pairs"]) == (JobState.DONE, "words@1", 4)
    assert run.report["coverage"] == {"researchers": 1.0, "projects": 1.0}
    assert set(run.report["exposure"]) == {"language", "side", "career_stage"}


def test_a_run_repeated_embeds_nothing_and_changes_nothing(cast: None, match: Runner, encoder: WordEncoder) -> None:
    first = match()
    before, encoded = snapshot(), len(encoder.encoded)
    again = match()
    assert snapshot() == before
    assert (first.report["embedded"], again.report["embedded"]) == (encoded, 0)
    assert len(encoder.encoded) == encoded


def test_a_run_writes_what_differs_and_leaves_the_rest(cast: None, match: Runner) -> None:
    match()
    before, evidence = snapshot(), list(Evidence.objects.order_by("pk"))
    Evidence.objects.filter(pk=evidence[0].pk).update(similarity=0.125)
    evidence[1].delete()
    Match.objects.filter(pk=evidence[2].match_id).update(topical=0.125, rules=[])
    again = match()
    assert snapshot() == before
    assert list(Match.objects.filter(run=again).values_list("pk", flat=True)) == [evidence[2].match_id]
    kept = Evidence.objects.filter(pk__in=[row.pk for row in evidence])
    assert set(kept) == set(evidence[2:])


def test_a_refresh_reads_only_what_changed_and_ranks_as_a_full_run_would(
    cast: None, match: Runner, encoder: WordEncoder, korean_researcher: Researcher
) -> None:
    match()
    Run.objects.update(started_at=timezone.now() + timedelta(minutes=1))
    assert something_changed() is False
    add_publication(korean_researcher, "Autonomous factory operators")
    Researcher.objects.filter(pk=korean_researcher.pk).update(changed_at=timezone.now() + timedelta(minutes=2))
    assert something_changed() is True
    encoder.encoded.clear()
    match(RunKind.REFRESH)
    refreshed = snapshot()
    assert encoder.encoded == ["Autonomous factory operators"]
    match()
    assert snapshot() == refreshed


def test_a_text_that_is_gone_leaves_with_its_vector(cast: None, match: Runner, korean_researcher: Researcher) -> None:
    match()
    korean_researcher.publications.all().delete()
    match()
    assert Passage.objects.filter(researcher=korean_researcher, kind="publication").count() == 0
    assert Embedding.objects.count() == Passage.objects.count()


def test_another_model_is_embedded_beside_and_then_switched_to(
    cast: None, match: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.services.passages.TEXTS_PER_SET", 2)
    match()
    before, passages = snapshot(), Passage.objects.count()
    newer = WordEncoder("words@2")
    newer.fail_after = 2
    run = queue_run(RunKind.FULL)
    with pytest.raises(KeyboardInterrupt):
        execute_run(run, encoder=newer, worker="killed")
    tags = list(Embedding.objects.values_list("model_tag", flat=True))
    assert (tags.count("words@1"), tags.count("words@2")) == (passages, 2)
    assert snapshot() == before
    expire_lease(run)
    newer.fail_after = None
    assert execute_run(run, encoder=newer, worker="next") is True
    assert set(Embedding.objects.values_list("model_tag", flat=True)) == {"words@2"}
    assert Embedding.objects.count() == Passage.objects.count()


def test_withdrawal_removes_vectors_and_suggestions_at_once(
    cast: None, match: Runner, korean_researcher: Researcher, us_researcher: Researcher, award: Project
) -> None:
    match()
    assert Passage.objects.filter(researcher=korean_researcher).exists()
    withdraw_consent(korean_researcher, country=Side.US)
    assert Passage.objects.filter(researcher=korean_researcher).count() == 0
    assert Embedding.objects.filter(passage__researcher=korean_researcher).count() == 0
    assert suggested() == {(us_researcher.pk, award.pk, None)}
    run = match()
    assert suggested() == {(us_researcher.pk, award.pk, None)}
    assert run.report["left_out"]["no_consent"] == 1


def test_a_project_rests_on_its_leads_consent(
    cast: None, match: Runner, us_researcher: Researcher, project: Project
) -> None:
    match()
    assert Match.objects.filter(pair__project=project).count() == 1
    withdraw_consent(us_researcher, country=Side.KR)
    assert Match.objects.filter(pair__project=project).count() == 0
    assert Passage.objects.filter(project=project).count() == 0


def test_not_for_me_stays_out_until_it_is_taken_back(pair: Pair, match: Runner, korean_researcher: Researcher) -> None:
    react(pair, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME, reason=OpinionReason.NO_TIME)
    run = match()
    assert Match.objects.filter(pair=pair).count() == 0
    assert run.report["opinions"] == {"interested": 0, "not_for_me": 1, "reasons": {"no_time": 1}}
    withdraw_reaction(pair, researcher=korean_researcher)
    match()
    assert Match.objects.filter(pair=pair).count() == 1


@pytest.mark.parametrize("state", PairState)
def test_what_is_settled_is_not_suggested_anew(pair: Pair, match: Runner, state: PairState) -> None:
    """Its match is gone, as after a withdrawal that was taken back."""
    Pair.objects.filter(pk=pair.pk).update(state=state)
    Match.objects.filter(pair=pair).delete()
    match()
    is_open = state in {PairState.SUGGESTED, PairState.SHORTLISTED}
    assert Match.objects.filter(pair=pair).exists() is is_open


@pytest.mark.parametrize("state", PairState)
@pytest.mark.parametrize("leaves", ["nobody", "researcher", "other"])
@pytest.mark.parametrize("with_project", [True, False])
def test_a_decided_pair_keeps_its_reasons_until_one_of_them_leaves_the_matching(
    pair: Pair,
    match: Runner,
    korean_researcher: Researcher,
    state: PairState,
    leaves: str,
    with_project: bool,
) -> None:
    """Nothing that they wrote brings the two together any more; ``other`` is the partner, or the project's lead."""
    one = pair if with_project else Pair.objects.get(partner__isnull=False)
    Pair.objects.filter(pk=one.pk).update(state=state)
    people = {"researcher": one.researcher_id, "other": one.partner_id or one.project.lead_id}
    if leaves != "nobody":
        Researcher.objects.filter(pk=people[leaves]).update(is_listed=False)
    else:
        Reaction.objects.create(pair=one, researcher=korean_researcher, opinion=Opinion.NOT_FOR_ME)
    match()
    keeps = leaves == "nobody" and state != PairState.SUGGESTED
    assert Match.objects.filter(pair=one).exists() is keeps


def test_a_run_killed_while_embedding_resumes_to_the_same_result(
    cast: None, match: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matching.services.passages.TEXTS_PER_SET", 2)
    run, killed = queue_run(RunKind.FULL), WordEncoder()
    killed.fail_after = 4
    with pytest.raises(KeyboardInterrupt):
        execute_run(run, encoder=killed, worker="killed")
    assert 0 < Embedding.objects.count() < Passage.objects.count()
    assert Match.objects.count() == 0
    resumed = WordEncoder()
    assert execute_run(run, encoder=resumed, worker="too early") is False
    expire_lease(run)
    assert execute_run(run, encoder=resumed, worker="next") is True
    result = snapshot()
    assert set(killed.encoded) & set(resumed.encoded) == set()
    match()
    assert snapshot() == result


def test_a_run_killed_while_publishing_has_published_nothing(
    cast: None, match: Runner, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = queue_run(RunKind.FULL)

    def kill(*args: object, **fields: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("matching.services.results.drop_other_models", kill)
        with pytest.raises(KeyboardInterrupt):
            execute_run(run, encoder=encoder, worker="killed")
    assert (Pair.objects.count(), Match.objects.count()) == (0, 0)
    expire_lease(run)
    assert execute_run(run, encoder=encoder, worker="next") is True
    result = snapshot()
    match()
    assert snapshot() == result


def test_a_worker_that_was_taken_over_writes_nothing_more(cast: None) -> None:
    run = queue_run(RunKind.FULL)
    slow = claim(RUNS, run.pk, worker="slow")
    assert slow is not None
    expire_lease(run)
    assert claim(RUNS, run.pk, worker="next") is not None
    with pytest.raises(JobLost):
        Progress(slow).tell(RunStep.SCORING, 1, 2)


def test_a_cancelled_run_stops(
    cast: None, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch, korean_manager: User
) -> None:
    run = queue_run(RunKind.FULL)
    encode = encoder.encode

    def cancel_then_encode(texts: Any) -> Any:
        cancel_run(run, by=korean_manager)
        return encode(texts)

    monkeypatch.setattr(encoder, "encode", cancel_then_encode)
    assert execute_run(run, encoder=encoder, worker="one") is False
    run.refresh_from_db()
    assert (run.state, run.cancelled_by, Match.objects.count()) == (JobState.CANCELLED, korean_manager, 0)
    with pytest.raises(RunIsOver):
        cancel_run(run)


def test_a_run_cancelled_while_scoring_stops_at_the_next_part(cast: None, encoder: WordEncoder) -> None:
    run, told = queue_run(RunKind.FULL), []

    def watch(step: RunStep, done: int, total: int) -> None:
        told.append((step, done))
        if step == RunStep.SCORING and done == 1:
            cancel_run(run)

    assert execute_run(run, encoder=encoder, worker="one", on_progress=watch) is False
    run.refresh_from_db()
    assert (run.state, told[-1]) == (JobState.CANCELLED, (RunStep.SCORING, 1))
    assert Match.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_cancellation_that_meets_the_publication_is_told_that_it_is_over(
    cast: None, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    Policy.objects.get_or_create(name="Default", defaults={"in_force": True})
    run, outcomes = queue_run(RunKind.FULL), []

    def cancel() -> None:
        try:
            cancel_run(run)
            outcomes.append("cancelled")
        except RunIsOver:
            outcomes.append("over")
        finally:
            connection.close()

    thread = threading.Thread(target=cancel)

    def cancel_while_publishing(tag: str) -> int:
        thread.start()
        return drop_other_models(tag)

    monkeypatch.setattr("matching.services.results.drop_other_models", cancel_while_publishing)
    assert execute_run(run, encoder=encoder, worker="one") is True
    thread.join()
    run.refresh_from_db()
    assert (outcomes, run.state, Match.objects.count()) == (["over"], JobState.DONE, 4)


def test_a_failed_run_says_why(cast: None, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(texts: object) -> None:
        raise RuntimeError("no weights")

    monkeypatch.setattr(encoder, "encode", fail)
    run = queue_run(RunKind.FULL)
    with pytest.raises(RuntimeError):
        execute_run(run, encoder=encoder, worker="one")
    run.refresh_from_db()
    assert (run.state, run.error) == (JobState.FAILED, "RuntimeError: no weights")


def test_one_run_of_a_kind_waits_and_one_runs_at_a_time(db: None) -> None:
    full, refresh = queue_run(RunKind.FULL), queue_run(RunKind.REFRESH)
    assert queue_run(RunKind.FULL) == full
    assert claim(RUNS, full.pk, worker="one") is not None
    assert claim(RUNS, full.pk, worker="two") is None
    assert claim(RUNS, refresh.pk, worker="two") is None


def test_lost_and_waiting_runs_are_handed_out_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(jobs, "dispatch", lambda kind, pk: sent.append(pk))
    full, refresh = queue_run(RunKind.FULL), queue_run(RunKind.REFRESH)
    claim(RUNS, full.pk, worker="one")
    assert recover_runs() == []
    expire_lease(full)
    assert recover_runs() == [full.pk, refresh.pk] == sent
    Run.objects.filter(pk=full.pk).update(attempts=RUNS.attempts)
    assert recover_runs() == [refresh.pk]
    full.refresh_from_db()
    assert full.state == JobState.FAILED


def test_closed_projects_and_other_sides_are_not_suggested(
    cast: None, match: Runner, us_researcher: Researcher
) -> None:
    closed = make_project("Trust in robots, closed", status="closed")
    wants_korea = make_project("Trust in robots, Korea", sides_wanted=[Side.KR])
    match()
    assert Match.objects.filter(pair__project=closed).count() == 0
    assert Match.objects.filter(pair__project=wants_korea, pair__researcher=us_researcher).count() == 0
    assert Match.objects.filter(pair__project=wants_korea).count() == 1


def test_the_pairs_scores_follow_the_matches(
    cast: None, match: Runner, korean_researcher: Researcher, us_manager: User
) -> None:
    match()
    pairs = Pair.objects.filter(match__isnull=False)
    assert list(pairs.values_list("score", flat=True)) == list(pairs.values_list("match__score", flat=True))
    assert Pair.objects.copy_scores() == 0
    kept = pairs.filter(researcher=korean_researcher).first()
    assert kept is not None
    decide_pairs([kept], action=Action.SHORTLIST, manager=us_manager)
    withdraw_consent(korean_researcher, country=Side.US)
    kept.refresh_from_db()
    assert (kept.state, kept.score) == (PairState.SHORTLISTED, None)
    assert Pair.objects.copy_scores() == 0
