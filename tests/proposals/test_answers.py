"""Answers are saved one by one, by their own side, over the version that was read and no other."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pytest_django import DjangoAssertNumQueries

from exchange.http.stale import Stale
from exchange.people.models import Researcher, User
from exchange.programmes.models import CallVersion
from exchange.proposals.enums import Role
from exchange.proposals.models import Answer, Proposal
from exchange.proposals.services.answers import save_answer
from exchange.proposals.services.proposals import add_accepted
from tests.cast import make_researcher
from tests.proposals.cast import answer

SignIn = Callable[[User | Researcher], Client]
JSON = {"Accept": "application/json"}
SCRIPT = Path(__file__).resolve().parents[2] / "exchange/dossiers/static/dossiers/autosave.js"


def save_url(proposal: Proposal, side: str = "KR", key: str = "aims") -> str:
    return reverse("answer-save", args=[proposal.public_id, key, side])


def test_a_saving_names_the_version_it_read(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    first = client.post(save_url(proposal), {"value": "mine", "version": 1}, headers=JSON)
    lost_reply = client.post(save_url(proposal), {"value": "mine", "version": 1}, headers=JSON)
    late = client.post(save_url(proposal), {"value": "later", "version": 1}, headers=JSON)
    assert [(one.status_code, one.json()) for one in (first, lost_reply)] == [(200, {"version": 2})] * 2
    told = late.json()
    assert (late.status_code, told["version"], told["typed"]) == (409, 2, "mine")
    assert "in another tab or window" in told["shown"]


def test_a_form_without_the_answer_empties_nothing(client_of: SignIn, proposal: Proposal) -> None:
    client = client_of(proposal.members.get(side="KR").researcher)
    before = proposal.answers.get(question="aims", side="KR")
    bare = client.post(save_url(proposal), {"version": before.version}, headers=JSON)
    assert (bare.status_code, list(bare.json())) == (422, ["errors"])
    assert client.post(save_url(proposal), {"version": before.version}).status_code == 400
    after = proposal.answers.get(question="aims", side="KR")
    assert (after.value, after.version) == (before.value, before.version)
    emptied = client.post(save_url(proposal), {"value": "", "version": before.version}, headers=JSON)
    assert emptied.status_code == 200
    assert proposal.answers.get(question="aims", side="KR").value != before.value


def test_without_script_a_conflict_shows_both(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    page = client.post(save_url(proposal), {"value": "my long text", "version": 0})
    assert page.status_code == 409
    [cell] = [cell for block in page.context["blocks"] for cell in block.cells if cell.is_editable]
    assert (cell.typed, cell.trouble.other.text, cell.version) == ("my long text", "현장에서 신뢰를 측정한다.", 1)
    again = client.post(save_url(proposal), {"value": cell.typed, "version": cell.version})
    assert (again.status_code, Answer.objects.get(side="KR").value) == (302, "my long text")


def test_a_conflict_names_who_saved_the_other_version_and_marks_what_differs(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    row = Answer.objects.get(side="KR")
    colleague = make_researcher("haneul@example.org", "Haneul Seo", korean_researcher.organisation)
    member = add_accepted(proposal, colleague, role=Role.MEMBER)
    changed = {"value": "현장에서 <b>의심을</b> 측정한다.", "version": 2, "changed_by": colleague.user}
    Answer.objects.filter(pk=row.pk).update(**changed)
    client = client_of(korean_researcher)
    shown = client.post(save_url(proposal), {"value": "현장에서 믿음을 측정한다.", "version": 1}, headers=JSON).json()[
        "shown"
    ]
    assert f"{member.name} has saved another version of this answer." in " ".join(shown.split())
    assert ("<ins>믿음을</ins" in shown, "<del>&lt;b&gt;의심을&lt;/b&gt;</del" in shown) == (True, True)
    assert date_format(localtime(row.changed_at, ZoneInfo("Asia/Seoul")), "DATE_FORMAT") in shown
    member.delete()
    shown = client.post(save_url(proposal), {"value": "x", "version": 1}, headers=JSON).json()["shown"]
    assert "Somebody else has saved another version" in shown


def test_what_cannot_be_kept_says_why(client_of: SignIn, proposal: Proposal, us_researcher: Researcher) -> None:
    answered = client_of(us_researcher).post(save_url(proposal, "US"), {"value": "\0", "version": 1}, headers=JSON)
    assert (answered.status_code, answered.json()) == (
        422,
        {"errors": ["The text contains a character that cannot be stored."]},
    )


def test_each_side_writes_its_own(
    client_of: SignIn,
    client: Client,
    proposal: Proposal,
    korean_researcher: Researcher,
    outsider: User,
    korean_manager: User,
) -> None:
    def status(browser: Client, side: str = "KR", key: str = "aims") -> int:
        return browser.post(save_url(proposal, side, key), {"value": "x", "version": 1}, headers=JSON).status_code

    own = client_of(korean_researcher)
    seen = [status(own), status(own, "US"), status(own, "team"), status(own, "KR", "none")]
    assert seen == [200, 403, 404, 404]
    assert [status(client_of(outsider)), status(client_of(korean_manager)), status(client)] == [404, 404, 401]
    Proposal.objects.update(state="withdrawn")
    assert status(own) == 403


@pytest.mark.parametrize("length", [1, 3])
def test_saving_asks_the_database_equally_often(
    client_of: SignIn,
    proposal: Proposal,
    us_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    length: int,
) -> None:
    for number in range(length):
        answer(proposal, f"old_{number}", "US", "text")
    client = client_of(us_researcher)
    with django_assert_num_queries(15):
        client.post(save_url(proposal, "US"), {"value": "short", "version": 1}, headers=JSON)
    client.get(reverse("profile"))  # what the header counts is kept for a moment
    with django_assert_num_queries(10):
        client.get(reverse("proposal-answers", args=[proposal.public_id]))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("version", [0, 1])
def test_of_two_editors_one_is_told(proposal: Proposal, version: int) -> None:
    """Real transactions: both read the same version and save at once."""
    if version == 0:
        Answer.objects.all().delete()
    asked = proposal.call.definition.questions[0]
    by = User.objects.get(email="minji@example.org")
    barrier = threading.Barrier(2)

    def save(text: str) -> str:
        barrier.wait(10)
        try:
            return str(save_answer(proposal, question=asked, side="KR", typed=text, version=version, by=by).value)
        except Stale as stale:
            return f"not over {stale.current.value}"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(save, ["one", "two"]))
    kept = Answer.objects.get(side="KR").value
    assert said == sorted([kept, f"not over {kept}"])


def test_where_nobody_has_answered_yet_any_version_is_the_first(proposal: Proposal) -> None:
    Answer.objects.all().delete()
    asked, by = proposal.call.definition.questions[0], User.objects.get(email="minji@example.org")
    saved = save_answer(proposal, question=asked, side="KR", typed="Text", version=7, by=by)
    assert (saved.value, saved.version) == ("Text", 1)


def test_a_question_for_a_file_is_answered_among_the_documents_whichever_door_is_used(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    figure = {"key": "figure", "label": {"en": "Figure", "ko": "그림"}, "kind": "file", "stage": "white_paper"}
    content = {**proposal.call.definition.model_dump(mode="json"), "questions": [figure]}
    proposal.call.version = CallVersion.objects.create(call=proposal.call, number=2, content=content)
    proposal.call.save()
    client = client_of(korean_researcher)
    page = client.post(save_url(proposal, key="figure"), {"value": "x", "version": 0}, headers=JSON)
    address = reverse("api-proposal-answer", args=[proposal.public_id, "figure", "KR"])
    sent = client.put(address, {"value": "x", "version": 0}, content_type="application/json")
    said = ["Upload this file with the documents."]
    assert (page.status_code, page.json()) == (422, {"errors": said})
    assert (sent.status_code, sent.json()) == (400, {"non_field_errors": said})


def test_a_table_of_which_nothing_was_sent_stays(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    column = {"key": "year", "label": {"en": "Year", "ko": "연도"}}
    plan = {
        "key": "plan",
        "label": {"en": "Plan", "ko": "계획"},
        "kind": "table",
        "stage": "white_paper",
        "columns": [column],
    }
    content = {**proposal.call.definition.model_dump(mode="json"), "questions": [plan]}
    proposal.call.version = CallVersion.objects.create(call=proposal.call, number=2, content=content)
    proposal.call.save()
    client, address = client_of(korean_researcher), save_url(proposal, key="plan")
    assert client.post(address, {"cell-0-year": "2026", "version": 0}, headers=JSON).status_code == 200
    assert client.post(address, {"version": 1}, headers=JSON).status_code == 422
    assert proposal.answers.get(question="plan").value == [{"year": "2026"}]
    assert client.post(address, {"cell-0-year": "", "version": 1}, headers=JSON).status_code == 200
    assert not proposal.answers.get(question="plan").value
