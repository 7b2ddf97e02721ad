"""Answers are saved one by one, by their own side, over the version that was read and no other."""

import json
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.dossiers.checks.answers_within_limits import count_length
from exchange.dossiers.values.answers import read_answer
from exchange.http.stale import Stale
from exchange.people.models import Researcher, User
from exchange.programmes.models import CallVersion
from exchange.programmes.values.definition import Question
from exchange.proposals.models import Answer, Proposal
from exchange.proposals.services.answers import save_answer
from tests.proposals.cast import answer

SignIn = Callable[[User | Researcher], Client]
JSON = {"Accept": "application/json"}
SCRIPT = Path(__file__).resolve().parents[2] / "exchange/dossiers/static/dossiers/autosave.js"


def save_url(proposal: Proposal, side: str = "KR", key: str = "aims") -> str:
    return reverse("answer-save", args=[proposal.public_id, key, side])


def question(kind: str, **more: Any) -> Question:
    return Question.model_validate({"key": "q", "label": {"en": "Q"}, "kind": kind, "stage": "white_paper", **more})


CHOICES = {"choices": [{"key": key, "label": {"en": key}} for key in ("yes", "no")]}
COLUMNS = {"columns": [{"key": "year", "label": {"en": "Year"}}]}


@pytest.mark.parametrize(
    ("asked", "typed", "value"),
    [
        (question("long_text"), "a\r\nb ", "a\nb "),
        (question("short_text"), "  ", None),
        (question("choice", **CHOICES), "yes", "yes"),
        (question("number"), "1,200.5", 1200.5),
        (question("number"), 0, 0),
        (question("money", currency="USD"), "$1,000.50", 100050),
        (question("money", currency="KRW", minimum=100), "100", 100),
        (question("date"), "2026-07-01", "2026-07-01"),
        (question("table", **COLUMNS), [{"year": " 1 ", "other": "x"}, {"year": ""}], [{"year": "1"}]),
        (question("table", **COLUMNS), [], None),
    ],
)
def test_each_kind_is_read(asked: Question, typed: object, value: object) -> None:
    assert read_answer(asked, typed) == value


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        (question("long_text"), "a\0b"),
        (question("long_text"), "\ud800"),
        (question("long_text"), 5),
        (question("long_text"), "x" * 100_001),
        (question("choice", **CHOICES), "maybe"),
        (question("number", maximum=5), "6"),
        (question("number"), "NaN"),
        (question("number"), "many"),
        (question("money", currency="KRW", minimum=100), "99"),
        (question("money", currency="KRW"), "1.5"),
        (question("date"), "2026-02-30"),
        (question("table", **COLUMNS), "text"),
        (question("table", **COLUMNS), [{"year": 1}]),
        (question("file"), "x"),
    ],
)
def test_bad_values_are_refused_in_words(asked: Question, typed: object) -> None:
    with pytest.raises(ValidationError):
        read_answer(asked, typed)


def test_a_saving_names_the_version_it_read(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    first = client.post(save_url(proposal), {"value": "mine", "version": 1}, headers=JSON)
    lost_reply = client.post(save_url(proposal), {"value": "mine", "version": 1}, headers=JSON)
    late = client.post(save_url(proposal), {"value": "later", "version": 1}, headers=JSON)
    assert [(one.status_code, one.json()) for one in (first, lost_reply, late)] == [
        (200, {"version": 2}),
        (200, {"version": 2}),
        (409, {"version": 2, "theirs": "mine", "by": "Minji Han"}),
    ]


def test_without_script_a_conflict_shows_both(
    client_of: SignIn, proposal: Proposal, korean_researcher: Researcher
) -> None:
    client = client_of(korean_researcher)
    page = client.post(save_url(proposal), {"value": "my long text", "version": 0})
    assert page.status_code == 409
    [cell] = [cell for block in page.context["blocks"] for cell in block.cells if cell.is_editable]
    assert (cell.typed, cell.trouble.theirs, cell.version) == ("my long text", "현장에서 신뢰를 측정한다.", 1)
    again = client.post(save_url(proposal), {"value": cell.typed, "version": cell.version})
    assert (again.status_code, Answer.objects.get(side="KR").value) == (302, "my long text")


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


EXAMPLES = [
    ("", 0, 0),
    ("사람과 로봇의 협업", 3, 10),
    ("a\r\nb", 2, 3),
    ("  two\u3000words\u2003 ", 2, 13),
    ("🤖 robot", 2, 7),
    ("zero\ufeffwidth is\x1cone", 3, 17),
]


@pytest.mark.parametrize(("text", "words", "characters"), EXAMPLES)
def test_lengths_are_counted(text: str, words: int, characters: int) -> None:
    assert (count_length(text, "words"), count_length(text, "characters")) == (words, characters)


@pytest.mark.browser
def test_the_page_counts_as_the_server_does() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_script_tag(content=SCRIPT.read_text())
        texts = json.dumps([text for text, *_ in EXAMPLES])
        counted = page.evaluate(f"{texts}.map((t) => [countLength(t, 'words'), countLength(t, 'characters')])")
        browser.close()
    assert counted == [[words, characters] for _, words, characters in EXAMPLES]


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
    said = ["Hand in this file among the documents."]
    assert (page.status_code, page.json()) == (422, {"errors": said})
    assert (sent.status_code, sent.json()) == (400, {"non_field_errors": said})
