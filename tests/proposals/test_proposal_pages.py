"""List, beginning, titles and checks: for the team alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exchange.people.models import Researcher, User
from exchange.programmes.models import Call, Stage
from exchange.programmes.services import make_late_code
from exchange.proposals.enums import Role
from exchange.proposals.models import Proposal
from exchange.proposals.services.decisions import ask_information
from exchange.proposals.services.proposals import create_proposal
from tests.proposals.cast import read_of
from tests.proposals.papers import Papers

SignIn = Callable[[User | Researcher], Client]


def url_of(proposal: Proposal, name: str = "proposal-detail") -> str:
    return reverse(name, args=[proposal.public_id])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_equally_often(
    client_of: SignIn,
    call: Call,
    korean_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        create_proposal(call, researcher=korean_researcher, title_en=f"Proposal {number}")
    client = client_of(korean_researcher)
    client.get(reverse("profile"))  # what the header counts is kept for a moment
    with django_assert_num_queries(6):
        page = client.get(reverse("proposal-list"))
    assert len(page.context["page"].object_list) == count


def test_a_title_in_one_language_begins_a_proposal(client_of: SignIn, call: Call, us_researcher: Researcher) -> None:
    answer = client_of(us_researcher).post(reverse("proposal-create", args=[call.public_id]), {"title_ko": "협업"})
    made = Proposal.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, made.get_absolute_url())
    assert [(member.side, member.role) for member in made.members.all()] == [("US", Role.PI)]


def test_without_a_profile_one_describes_oneself_first(client_of: SignIn, call: Call, outsider: User) -> None:
    answer = client_of(outsider).get(reverse("proposal-create", args=[call.public_id]))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("onboarding"))


def test_titles_are_not_overwritten_unseen(client_of: SignIn, proposal: Proposal, us_researcher: Researcher) -> None:
    typed = {"title_en": "Mine", "title_ko": "", "read_en": "Older", "read_ko": ""}
    client = client_of(us_researcher)
    page = client.post(url_of(proposal, "proposal-titles"), typed)
    proposal.refresh_from_db()
    assert (page.status_code, proposal.title_en) == (422, "Trust between people and robots")
    assert page.context["form"]["title_en"].value() == "Mine"
    again = {name: page.context["form"][name].value() for name in typed}
    assert client.post(url_of(proposal, "proposal-titles"), again).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.title_en, proposal.title_ko) == ("Mine", "")


@pytest.mark.parametrize("name", ["proposal-detail", "proposal-checks"])
def test_only_the_team_sees_it(
    client_of: SignIn, proposal: Proposal, outsider: User, korean_manager: User, us_researcher: Researcher, name: str
) -> None:
    people = {"outsider": outsider, "manager": korean_manager, "member": us_researcher}
    seen = {who: client_of(person).get(url_of(proposal, name)).status_code for who, person in people.items()}
    assert seen == {"outsider": 404, "manager": 404, "member": 200}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_checks_lead_to_what_mends_them(
    client_of: SignIn, proposal: Proposal, us_researcher: Researcher, language: str
) -> None:
    proposal.answers.all().delete()
    client = client_of(us_researcher)
    client.cookies["django_language"] = language
    page = client.get(url_of(proposal))
    failing = {result.name: result.outcome for result in page.context["results"] if result.outcome != "pass"}
    assert failing == {"answers_given": "not_yet"}
    assert page.content.decode().count("#answer-aims") == 2


def test_a_concept_paper_is_read_only_once_its_stage_is_over(
    client_of: SignIn, papers: Papers, korean_manager: User
) -> None:
    paper = papers["k1"]
    lead = client_of(paper.members.get().researcher or korean_manager)
    stage = Stage.objects.get(call=paper.call, kind="concept_paper")

    def written() -> tuple[bool, int]:
        """Whether fields are shown, and what a saving answers."""
        shown = lead.get(url_of(paper)).content.decode()
        paper.refresh_from_db()
        typed = {"title_en": "Later", "title_ko": "", "read_en": paper.title_en, "read_ko": paper.title_ko}
        answer = lead.post(url_of(paper, "proposal-titles"), typed)
        return 'name="title_en"' in shown, answer.status_code

    assert written() == (False, 403)
    paper.refresh_from_db()
    assert paper.title_en == "공장의 신뢰 (English)"
    assert '<dd lang="ko">공장의 신뢰</dd>' in lead.get(url_of(paper)).content.decode()
    make_late_code(stage, uses=1, expires_at=timezone.now() + timedelta(days=1), reason="Strike", by=korean_manager)
    assert written() == (True, 302)
    stage.late_codes.update(uses_left=0)
    ask_information(
        paper,
        read=read_of(paper),
        text="Which robots?",
        answer_until=timezone.now() + timedelta(days=1),
        by=korean_manager,
    )
    assert written() == (True, 302)
    for state in ("withdrawn", "advanced", "not_advanced"):
        Proposal.objects.filter(pk=paper.pk).update(state=state)
        assert written() == (False, 403)
