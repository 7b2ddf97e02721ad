"""The pages of calls: public to everybody, edited by the programme's managers alone."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from exchange.dossiers.values.questions import Condition
from exchange.people.models import Researcher, User
from exchange.programmes.forms.sections import SECTIONS
from exchange.programmes.models import Agency, Call, Programme, StageExtension, YearBudget
from exchange.programmes.services import create_call, publish_call, save_draft
from exchange.programmes.values.presets import presets
from tests.programmes.cast import make_definition, text

SignIn = Callable[[User | Researcher], Client]


def url_of(call: Call, name: str = "call-detail", *more: object) -> str:
    return reverse(name, args=[call.public_id, *more])


def posted(page: Any) -> dict[str, Any]:
    """What a browser would send of the section that ``page`` shows, unchanged."""
    bound = page.context["bound"]
    data: dict[str, Any] = {"revision": page.context["call"].revision}
    for part in parts_of(bound.form, bound.rows):
        for field in part:
            value = field.value()
            if hasattr(field.field, "prepare_value"):
                value = field.field.prepare_value(value)
            if value is None or value is False:
                continue
            data[field.html_name] = "on" if value is True else value
    return data


def parts_of(form: Any, rows: Any) -> Iterator[Any]:
    """The forms that a browser sends: lists that are not asked for are switched off."""
    forms = [*([form] if form else []), *(rows.forms if rows is not None else [])]
    if rows is not None:
        yield rows.management_form
    for one in forms:
        yield one
        for inner in getattr(one, "bound_lists", {}).values():
            if inner.is_asked:
                yield from parts_of(None, inner.rows)


def test_everybody_reads_a_published_call(client: Client, call: Call) -> None:
    page = client.get(url_of(call))
    assert page.status_code == 200
    assert page.context["shown"].budgets[0].total_minor == 125_000_000
    assert page.context["manages"] is False


def test_a_call_says_who_runs_it(client: Client, call: Call, iitp: Agency) -> None:
    iitp.website = "https://iitp.example.org/"
    iitp.save()
    Programme.objects.update(summary_en="Two agencies, one project.", summary_ko="두 기관, 한 과제.")
    html = client.get(url_of(call), headers={"Accept-Language": "ko"}).content.decode()
    assert html.count('<a href="https://iitp.example.org/" rel="external noopener">정보통신기획평가원</a>') == 1
    assert ("두 기관, 한 과제." in html, "Two agencies" in html) == (True, False)


def test_a_draft_is_its_managers_alone(
    client_of: SignIn, client: Client, draft_call: Call, korean_manager: User, us_manager: User, staff: User
) -> None:
    seen = {
        name: browser.get(url_of(draft_call)).status_code
        for name, browser in {
            "anonymous": client,
            "manager": client_of(korean_manager),
            "of another programme": client_of(us_manager),
        }.items()
    }
    assert seen == {"anonymous": 404, "manager": 200, "of another programme": 404}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_equally_often(
    client: Client,
    programme: Programme,
    korean_manager: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    for number in range(count):
        made = create_call(programme, definition=make_definition(title=text(f"Call {number}")), by=korean_manager)
        publish_call(made, note="", by=korean_manager)
    with django_assert_num_queries(5):
        page = client.get(reverse("call-list"))
    assert len(page.context["page"].object_list) == count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 1),
        ("when=open", 1),
        ("when=upcoming", 0),
        ("when=closed", 0),
        ("text=robot", 1),
        ("text=국문", 1),
        ("text=fish", 0),
    ],
)
def test_the_filters(client: Client, call: Call, query: str, found: int) -> None:
    assert len(client.get(f"{reverse('call-list')}?{query}").context["page"].object_list) == found


def test_odd_filters_are_answered_with_a_page(client: Client, call: Call) -> None:
    assert client.get(reverse("call-list"), {"when": "x", "text": "\0", "page": "x"}).status_code == 200


def test_the_calendar_holds_every_closing_instant_in_utc(client: Client, call: Call) -> None:
    answer = client.get(url_of(call, "call-calendar"))
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    stage = call.stages.get()
    assert [event.decoded("dtstart") for event in events] == [stage.closes_at.replace(microsecond=0)]
    assert client.get(reverse("call-calendar-all")).content.count(b"BEGIN:VEVENT") == 1


def test_the_feed_leaves_drafts_out(client: Client, call: Call, programme: Programme, korean_manager: User) -> None:
    create_call(programme, definition=make_definition(title=text("Secret")), by=korean_manager)
    feed = json.loads(client.get(reverse("call-feed")).content)
    assert [item["id"] for item in feed["items"]] == [str(call.public_id)]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"


def test_the_api_tells_what_the_page_tells(client: Client, call: Call, draft_call: Call) -> None:
    listed = client.get(reverse("api-calls")).json()["results"]
    assert [row["public_id"] for row in listed] == [str(call.public_id)]
    detail = client.get(reverse("api-call", args=[call.public_id])).json()
    assert detail["definition"]["content"]["ceilings"][0]["amount_minor"] == 125_000_000


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("preset", [preset.name for preset in presets()])
def test_saving_a_section_as_it_is_changes_nothing(
    client_of: SignIn, programme: Programme, korean_manager: User, section: str, preset: str
) -> None:
    """Each section writes what it reads, for everything that the shipped calls contain."""
    definition = next(one.definition for one in presets() if one.name == preset)
    call = create_call(programme, definition=definition, by=korean_manager)
    browser = client_of(korean_manager)
    page = browser.get(url_of(call, "call-edit", section))
    answer = browser.post(url_of(call, "call-edit", section), posted(page))
    assert answer.status_code == 302, answer.context["bound"].rows and answer.context["bound"].rows.errors
    saved = Call.objects.get(pk=call.pk)
    assert saved.draft_definition == definition
    assert saved.revision == call.revision + 1


def test_a_second_editor_is_told_and_nothing_is_overwritten(
    client_of: SignIn, draft_call: Call, korean_manager: User
) -> None:
    browser = client_of(korean_manager)
    stale = posted(browser.get(url_of(draft_call, "call-edit", "basics")))
    browser.post(url_of(draft_call, "call-edit", "basics"), {**stale, "title_en": "First"})
    answer = browser.post(url_of(draft_call, "call-edit", "basics"), {**stale, "title_en": "Second"})
    assert answer.status_code == 422
    assert answer.context["bound"].form["title_en"].value() == "Second"
    assert Call.objects.get(pk=draft_call.pk).title_en == "First"
    again = browser.post(url_of(draft_call, "call-edit", "basics"), {**posted(answer), "title_en": "Second"})
    assert again.status_code == 302


def test_what_does_not_hold_together_is_said_and_kept(
    client_of: SignIn, programme: Programme, korean_manager: User
) -> None:
    definition = next(one.definition for one in presets() if one.name == "afosr_iitp_2025")
    call = create_call(programme, definition=definition, by=korean_manager)
    browser = client_of(korean_manager)
    typed = posted(browser.get(url_of(call, "call-edit", "rubric"))) | {"rows-0-weight": "31"}
    answer = browser.post(url_of(call, "call-edit", "rubric"), typed)
    assert answer.status_code == 422
    assert answer.context["objections"] == ["The percentages of the criteria must add up to 100."]
    assert answer.context["bound"].rows.forms[0]["weight"].value() == "31"


def test_lists_within_a_row_are_rows_of_their_own(
    client_of: SignIn, programme: Programme, korean_manager: User
) -> None:
    """Added, moved, renamed and taken out without a script; a key stays what it was."""
    choices = [{"key": "yes", "label": text("Yes")}, {"key": "no", "label": text("No")}]
    asked = {"key": "robot", "label": text("Robot?"), "kind": "choice", "stage": "white_paper", "choices": choices}
    then = {"key": "which", "label": text("Which?"), "kind": "short_text", "stage": "white_paper"}
    then["shown_if"] = {"question": "robot", "equals": "yes"}
    call = create_call(programme, definition=make_definition(questions=[asked, then]), by=korean_manager)
    browser, address = client_of(korean_manager), url_of(call, "call-edit", "questions")
    typed = posted(browser.get(address))
    assert (typed["rows-0-choices-0-label_en"], typed["rows-1-shown_if"]) == ("Yes", "robot=yes")
    typed |= {
        "rows-0-choices-0-label_en": "Certainly",
        "rows-0-choices-0-ORDER": 9,
        "rows-0-choices-2-label_en": "Yes",
        "rows-0-choices-3-label_en": "No",
        "rows-0-choices-3-DELETE": "on",
        "rows-2-label_en": "Robot?",
        "rows-2-kind": "short_text",
        "rows-2-stage": "white_paper",
    }
    assert browser.post(address, typed).status_code == 302
    saved = Call.objects.get(pk=call.pk).draft_definition.questions
    assert [(one.key, one.label.en) for one in saved[0].choices] == [
        ("no", "No"),
        ("yes", "Certainly"),
        ("yes_2", "Yes"),
    ]
    assert [(one.key, one.label.en) for one in saved] == [
        ("robot", "Robot?"),
        ("which", "Which?"),
        ("robot_2", "Robot?"),
    ]
    assert saved[1].shown_if == Condition(question="robot", equals="yes")


def test_a_call_of_many_questions_is_saved(client_of: SignIn, programme: Programme, korean_manager: User) -> None:
    one = {"kind": "long_text", "stage": "white_paper", "label": text("Question")}
    definition = make_definition(questions=[{**one, "key": f"q{number}"} for number in range(80)])
    call = create_call(programme, definition=definition, by=korean_manager)
    browser, address = client_of(korean_manager), url_of(call, "call-edit", "questions")
    assert browser.post(address, posted(browser.get(address))).status_code == 302
    assert Call.objects.get(pk=call.pk).draft_definition == definition


def test_what_is_wrong_with_a_row_is_said_beside_it(
    client_of: SignIn, programme: Programme, korean_manager: User
) -> None:
    call = create_call(programme, definition=make_definition(), by=korean_manager)
    browser, address = client_of(korean_manager), url_of(call, "call-edit", "questions")
    new = {"rows-1-label_en": "Robot?", "rows-1-kind": "choice", "rows-1-stage": "white_paper"}
    alone = posted(browser.get(address)) | new
    refused = browser.post(address, alone).context["bound"].rows.forms[1]
    assert refused.non_field_errors() == ["A choice needs at least two answers to choose from."]
    assert (refused.is_troubled, refused.bound_lists["choices"].is_asked) == (True, True)
    lists = {"rows-1-choices-TOTAL_FORMS": 2, "rows-1-choices-INITIAL_FORMS": 0}
    words = {"rows-1-choices-0-label_en": "Yes", "rows-1-choices-1-label_ko": "아니요"}
    refused = browser.post(address, alone | lists | words).context["bound"].rows.forms[1].bound_lists["choices"].rows
    assert [row.errors for row in refused] == [{}, {"label_en": ["This field is required."]}]
    assert refused.forms[1]["label_ko"].value() == "아니요"
    assert browser.post(address, alone | lists | words | {"rows-1-choices-1-label_en": "No"}).status_code == 302


@pytest.mark.parametrize(
    "odd",
    [
        {"rows-0-choices-TOTAL_FORMS": "x", "rows-0-choices-INITIAL_FORMS": "0"},
        {"rows-0-choices-TOTAL_FORMS": "5000", "rows-0-choices-INITIAL_FORMS": "0"},
        {"rows-0-key": "NOT A KEY"},
        {"rows-0-shown_if": "nothing=here"},
    ],
)
def test_a_forged_row_is_refused(
    client_of: SignIn, draft_call: Call, korean_manager: User, odd: dict[str, str]
) -> None:
    browser, address = client_of(korean_manager), url_of(draft_call, "call-edit", "questions")
    assert browser.post(address, posted(browser.get(address)) | odd).status_code == 422
    assert Call.objects.get(pk=draft_call.pk).draft == draft_call.draft


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_an_instant_that_no_zone_can_hold_is_refused(
    typed: str, client_of: SignIn, draft_call: Call, korean_manager: User
) -> None:
    browser = client_of(korean_manager)
    stages = posted(browser.get(url_of(draft_call, "call-edit", "stages")))
    answer = browser.post(url_of(draft_call, "call-edit", "stages"), stages | {"rows-0-closes_at": typed})
    assert answer.status_code == 422
    assert answer.context["bound"].rows.forms[0].errors["closes_at"] == ["Give a year from 2000 to 2100."]


def test_from_an_example_to_a_published_call(client_of: SignIn, programme: Programme, korean_manager: User) -> None:
    browser = client_of(korean_manager)
    begin = {"programme": programme.pk, "begin_with": "preset:afosr_iitp_2025", "years": 10}
    assert browser.post(reverse("call-create"), begin).status_code == 302
    call = Call.objects.get()
    assert not call.is_example
    assert browser.get(url_of(call, "call-preview")).status_code == 200
    assert browser.post(url_of(call, "call-publish"), {"note": ""}).headers["Location"] == url_of(call)
    stage = call.stages.get(kind="white_paper")
    assert f"{stage.closes_at.astimezone(ZoneInfo('Asia/Seoul')):%Y-%m-%d %H:%M}" == "2035-02-21 15:00"
    assert browser.get(url_of(call, "call-version", 1)).status_code == 200
    assert browser.get(url_of(call, "call-version", 2)).status_code == 404


def test_no_version_is_published_without_the_note_that_was_written(
    client_of: SignIn, draft_call: Call, korean_manager: User
) -> None:
    browser, note = client_of(korean_manager), "The second question is clearer. " * 20
    refused = browser.post(url_of(draft_call, "call-publish"), {"note": note})
    form = refused.context["publish_form"]
    assert (refused.status_code, form["note"].value()) == (422, note)
    shown = refused.content.decode()
    assert (form["note"].errors[0] in shown, note.strip() in shown) == (True, True)
    assert not draft_call.versions.exists()
    assert browser.post(url_of(draft_call, "call-publish"), {"note": note[:500]}).status_code == 302
    assert draft_call.versions.get().note == note[:500].strip()


def test_nothing_is_published_that_a_colleague_changed_unread(
    client_of: SignIn, draft_call: Call, korean_manager: User
) -> None:
    browser, publish = client_of(korean_manager), url_of(draft_call, "call-publish")
    page = browser.get(url_of(draft_call, "call-edit", "basics"))
    read = page.context["publish_form"]["revision"].value()
    save_draft(draft_call, definition=make_definition(title=text("Theirs")), revision=read)
    refused = browser.post(url_of(draft_call, "call-edit", "basics"), posted(page))
    assert (refused.status_code, refused.context["publish_form"]["revision"].value()) == (422, str(read))
    assert browser.post(publish, {"revision": read}).headers["Location"] == url_of(draft_call, "call-preview")
    assert not draft_call.versions.exists()
    assert browser.post(publish, {"revision": read + 1}).headers["Location"] == url_of(draft_call)


def test_an_extension_needs_a_reason_and_a_later_instant(client_of: SignIn, call: Call, korean_manager: User) -> None:
    browser = client_of(korean_manager)
    stage = call.stages.get()
    page = url_of(call, "stage-deadline", stage.kind)
    later = (stage.closes_at + timedelta(days=7)).astimezone(ZoneInfo("Asia/Seoul"))
    typed = {"closes_at": f"{later:%Y-%m-%dT%H:%M}", "time_zone": "Asia/Seoul", "reason": ""}
    assert browser.post(page, typed).status_code == 422
    earlier = {**typed, "closes_at": "2020-01-01T00:00", "reason": "Holiday"}
    refused = browser.post(page, earlier)
    assert refused.context["extension_form"]["reason"].value() == "Holiday"
    assert browser.post(page, {**typed, "reason": "Holiday"}).status_code == 302
    assert StageExtension.objects.get().reason == "Holiday"
    stage.refresh_from_db()
    assert stage.closes_at == later.replace(second=0, microsecond=0)


def test_a_late_code_is_made_and_shown(client_of: SignIn, call: Call, korean_manager: User) -> None:
    browser = client_of(korean_manager)
    stage = call.stages.get()
    ahead = timezone.now() + timedelta(days=30)
    typed = {"uses": 2, "expires_at": f"{ahead:%Y-%m-%dT%H:%M}", "time_zone": "UTC", "reason": "Server outage"}
    assert browser.post(url_of(call, "stage-deadline", stage.kind), typed).status_code == 302
    code = stage.late_codes.get()
    assert (code.uses_left, code.made_by) == (2, korean_manager)


def test_no_more_is_promised_than_there_is(
    client_of: SignIn, programme: Programme, year_budget: YearBudget, korean_manager: User
) -> None:
    browser = client_of(korean_manager)
    page = reverse("programme-detail", args=[programme.public_id])
    typed = {"budget": year_budget.pk, "purpose": "First call", "amount": "200,000,000"}
    assert browser.post(page, typed).status_code == 302
    refused = browser.post(page, typed)
    assert refused.status_code == 422
    assert refused.context["form"].errors["amount"] == ["More is promised for this year than its budget holds."]
    assert refused.context["form"]["amount"].value() == "200,000,000"


def test_closing_a_call_once_more_says_that_nothing_was_changed(
    client_of: SignIn, call: Call, korean_manager: User
) -> None:
    browser = client_of(korean_manager)
    answers = [browser.post(url_of(call, "call-close"), follow=True) for _press in range(2)]
    assert [[str(message) for message in answer.context["messages"]] for answer in answers] == [
        ["The call is closed to submissions."],
        ["Nothing was changed: the call is closed already, or was never published."],
    ]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("call-edit", ["basics"]),
        ("call-preview", []),
        ("call-publish", []),
        ("call-close", []),
        ("call-topics", []),
        ("stage-deadline", ["white_paper"]),
    ],
)
def test_managers_pages_are_not_there_for_others(
    client_of: SignIn, call: Call, us_manager: User, korean_researcher: Researcher, name: str, more: list[str]
) -> None:
    answers = [client_of(who).post(url_of(call, name, *more)).status_code for who in (us_manager, korean_researcher)]
    assert answers == [404, 404]


def test_each_row_of_the_editor_is_named_in_the_readers_language(
    client_of: SignIn, call: Call, korean_manager: User
) -> None:
    browser = client_of(korean_manager)
    headings = {
        section: [row.heading for row in browser.get(url_of(call, "call-edit", section)).context["bound"].rows]
        for section in ("stages", "money")
    }
    assert headings == {"stages": ["White paper", ""], "money": ["Korea: July 1, 2096 – Dec. 31, 2096", ""]}
