"""*Which call fits me* and *Find a co-PI*: from the calls' texts and topics, as far as people agreed."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from exchange.people.models import ConsentRecord, Researcher, Topic, User
from exchange.programmes.models import Call, ProgrammeTopic, Stage
from matching.enums import Band, PassageKind
from matching.models import Passage
from matching.selectors.calls import calls_for, partners_for
from tests.matching.cast import Runner


@pytest.fixture
def theme(call: Call) -> ProgrammeTopic:
    theme = ProgrammeTopic.objects.create(
        programme=call.programme,
        name_en="Trust in robots",
        name_ko="로봇의 신뢰",
        text_en="How people trust robots on the factory floor.",
    )
    call.topics.add(theme)
    return theme


def test_a_public_call_is_read_and_fits_with_its_reasons(
    cast: None, theme: ProgrammeTopic, call: Call, match: Runner, korean_researcher: Researcher
) -> None:
    match()
    assert Passage.objects.filter(call=call, kind=PassageKind.CALL).count() == 4
    (fit,) = calls_for(korean_researcher)
    assert fit.call == call
    assert fit.score is not None
    assert fit.score > 0.5
    assert fit.best is not None
    assert fit.best.second.passage.title == "Trust in robots"
    assert [part.key for part in fit.parts] == ["topical", "topics"]
    assert [answer.outcome for answer in fit.answers] == ["pass", "pass"]


def test_without_consent_only_declared_topics_are_compared(
    cast: None, theme: ProgrammeTopic, call: Call, match: Runner, korean_researcher: Researcher
) -> None:
    topic = Topic.objects.create(openalex_id="T1", name="Trust", subfield="S", field="F", domain="D")
    theme.research_topics.add(topic)
    korean_researcher.topics.add(topic)
    ConsentRecord.objects.filter(researcher=korean_researcher).update(withdrawn_at=timezone.now())
    match()
    (fit,) = calls_for(korean_researcher)
    assert {part.key: part.value for part in fit.parts} == {"topical": None, "topics": 1.0}
    assert fit.meetings == ()


def test_a_call_that_is_over_is_forgotten(theme: ProgrammeTopic, call: Call, match: Runner, cast: None) -> None:
    match()
    Stage.objects.filter(call=call).update(
        opens_at=timezone.now() - timezone.timedelta(days=9), closes_at=timezone.now()
    )
    match()
    assert not Passage.objects.filter(call=call).exists()


def test_partners_come_close_to_the_reader_and_to_the_call(
    cast: None,
    theme: ProgrammeTopic,
    call: Call,
    match: Runner,
    korean_researcher: Researcher,
    us_researcher: Researcher,
) -> None:
    match()
    (fit,) = partners_for(korean_researcher, call)
    assert fit.view.second.person is not None
    assert fit.view.second.person.public_id == str(us_researcher.public_id)
    assert fit.to_call is not None
    assert fit.score == pytest.approx((fit.to_me + fit.to_call) / 2)
    ConsentRecord.objects.filter(researcher=us_researcher).update(withdrawn_at=timezone.now())
    assert partners_for(korean_researcher, call) == []


def test_pages(
    cast: None,
    theme: ProgrammeTopic,
    call: Call,
    match: Runner,
    korean_researcher: Researcher,
    korean_manager: User,
    outsider: User,
    client: Any,
    client_of: Any,
) -> None:
    match()
    mine, partners = reverse("calls-for-me"), reverse("call-partners", args=[call.public_id])
    visit = client_of(korean_researcher)
    assert "Find a co-PI" in visit.get(mine).content.decode()
    assert "Alex Rivers" in visit.get(partners).content.decode()
    assert "Which call fits me" in visit.get(reverse("call-list")).content.decode()
    assert "How this call fits you" in visit.get(call.get_absolute_url()).content.decode()
    assert [client.get(url).status_code for url in (mine, partners)] == [302, 302]
    assert [client_of(outsider).get(url).status_code for url in (mine, partners)] == [200, 404]
    assert "Alex" not in client_of(outsider).get(mine).content.decode()
    assert "How this call fits you" not in client_of(korean_manager).get(call.get_absolute_url()).content.decode()
    assert client.get(call.get_absolute_url()).status_code == 200


def test_more_calls_need_no_more_queries(
    cast: None,
    theme: ProgrammeTopic,
    call: Call,
    match: Runner,
    korean_researcher: Researcher,
    django_assert_num_queries: Any,
) -> None:
    match()
    with django_assert_num_queries(13) as one:
        assert len(calls_for(korean_researcher)) == 1
    from exchange.programmes.services import create_call, publish_call
    from tests.programmes.cast import make_definition

    assert call.created_by is not None
    for _number in range(2):
        twin = create_call(call.programme, definition=make_definition(), by=call.created_by)
        publish_call(twin, note="Twin", by=call.created_by)
        twin.topics.add(theme)
    match()
    with django_assert_num_queries(len(one)):
        assert len(calls_for(korean_researcher)) == 3


def test_calls_and_partners_as_the_pages_have_them(
    cast: None,
    call: Call,
    match: Runner,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    outsider: User,
    client_of: Any,
) -> None:
    match()
    mine, partners = reverse("api-calls-for-me"), reverse("api-call-partners", args=[call.public_id])
    client = client_of(korean_researcher)
    (fit,) = client.get(mine).json()["results"]
    assert (fit["call"], [row["outcome"] for row in fit["rules"]]) == (str(call.public_id), ["pass", "pass"])
    assert fit["score"] == pytest.approx(calls_for(korean_researcher)[0].score)
    (found,) = client.get(partners).json()["results"]
    assert found["suggestion"]["second"]["person"] == str(us_researcher.public_id)
    assert found["score"] == pytest.approx((found["to_me"] + found["to_call"]) / 2)
    ConsentRecord.objects.filter(researcher=us_researcher).update(withdrawn_at=timezone.now())
    assert client.get(partners).json()["results"] == []
    assert [client_of(outsider).get(one).status_code for one in (mine, partners)] == [404, 404]


def test_calls_that_fit_weakly_are_folded_away(
    client_of: Any, cast: None, theme: ProgrammeTopic, call: Call, match: Runner, korean_researcher: Researcher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    match()
    client, address = client_of(korean_researcher), reverse("calls-for-me")
    [fit] = calls_for(korean_researcher)
    assert fit.band != Band.WEAK
    assert "weaker one" not in client.get(address).content.decode()
    monkeypatch.setattr("matching.selectors.calls._band", lambda *_: Band.WEAK)
    page = client.get(address).content.decode()
    assert page.index("1 weaker one") < page.index(f'<a href="{call.get_absolute_url()}">')
    assert "fits-title" not in client.get(reverse("call-list")).content.decode()
    assert client.get(reverse("api-calls-for-me")).json()["results"][0]["band"] == "weak"
