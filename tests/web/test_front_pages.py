"""The front page by role, health, errors in the reader's language, and the demo's mails."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from pytest_django import Settings

from exchange.messaging.enums import Urgency
from exchange.people.enums import Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.services import create_project
from exchange.web.views import health

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | Researcher], Client]
KOREAN = {"HTTP_ACCEPT_LANGUAGE": "ko"}


def test_everybody_reads_the_public_pages(client: Client) -> None:
    for name in ("home", "about-matching", "robots", "healthz"):
        assert client.get(reverse(name)).status_code == HTTPStatus.OK, name


def test_the_start_depends_on_the_role(
    client_of: ClientOf, korean_researcher: Researcher, korean_manager: User, outsider: User, staff: User
) -> None:
    start = reverse("home")
    assert client_of(korean_manager).get(start).templates[0].name == "web/home_manager.html"
    assert client_of(outsider).get(start).headers["Location"] == reverse("onboarding")
    assert client_of(staff).get(start).headers["Location"] == reverse("setup")
    assert client_of(korean_researcher).get(start).templates[0].name == "web/home_researcher.html"


def test_whoever_has_no_profile_is_held_up_by_what_else_waits(client_of: ClientOf, outsider: User, staff: User) -> None:
    for user in (outsider, staff):
        EmailAddress.objects.create(user=user, email=f"other-{user.email}", verified=False)
    pages = [client_of(user).get(reverse("home")) for user in (outsider, staff)]
    assert [page.templates[0].name for page in pages] == ["web/home.html"] * 2
    assert [page.context["count"] for page in pages] == [2, 1]


def test_the_start_shows_what_waits_in_groups_with_the_act_beside_it(
    client_of: ClientOf, korean_researcher: Researcher
) -> None:
    client, start = client_of(korean_researcher), reverse("home")
    assert "Nothing is waiting for you." in client.get(start).content.decode()
    withdraw_consent(korean_researcher, country=Side.US)
    page = client.get(start)
    assert [(group.urgency, [item.kind for item in group.items]) for group in page.context["groups"]] == [
        (Urgency.UNDATED, ["consent"])
    ]
    text = " ".join(page.content.decode().split())
    assert text.count(f'<a class="button" href="{reverse("consent")}"> Decide') == 1
    assert "Nothing is waiting for you." not in text


def test_the_own_consent_stands_once_on_the_start(client_of: ClientOf, korean_researcher: Researcher) -> None:
    """It is a step of the profile as well, and the first that is open."""
    withdraw_consent(korean_researcher, country=Side.US)
    korean_researcher.resources.create(direction="offer", kind="data", text="Recordings")
    korean_researcher.topics.create(openalex_id="T1", name="T", subfield="S", field="F", domain="D")
    korean_researcher.publications.create(title="A", folded_title="a", source="manual", is_representative=True)
    page = client_of(korean_researcher).get(reverse("home"))
    assert page.context["completeness"].next_step.key == "consent"
    assert page.content.decode().count(f'href="{reverse("consent")}"') == 1


def test_the_start_shows_ones_own_projects_alone(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher
) -> None:
    own = create_project(korean_researcher, title="Mine", summary="Text.")
    create_project(us_researcher, title="Theirs", summary="Text.")
    assert list(client_of(korean_researcher).get(reverse("home")).context["projects"]) == [own]


def test_health_says_which_part_does_not_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"database": True, "broker": True}

    def fail() -> None:
        raise OSError

    monkeypatch.setattr(health, "_ask_broker", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (HTTPStatus.OK, {"database": True, "broker": False})
    monkeypatch.setattr(health, "_ask_database", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (
        HTTPStatus.SERVICE_UNAVAILABLE,
        {"database": False, "broker": False},
    )


def test_a_missing_page_is_explained_in_korean(client: Client) -> None:
    answer = client.get("/nowhere/", **KOREAN)
    assert answer.status_code == HTTPStatus.NOT_FOUND
    text = answer.content.decode()
    assert '<html lang="ko">' in text
    assert "There is no such page" not in text


def test_a_forged_form_is_refused_in_korean() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"}, **KOREAN)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert '<html lang="ko">' in answer.content.decode()


@pytest.mark.parametrize(("asked", "given"), [("ko", "ko"), ("en", "en"), ("xx", "en"), ("\0", "en")])
def test_the_language_is_chosen_and_an_unknown_one_changes_nothing(client: Client, asked: str, given: str) -> None:
    answer = client.post(reverse("set_language"), {"language": asked, "next": "/"}, follow=True)
    assert f'<html lang="{given}">' in answer.content.decode()


def test_the_policy_allows_no_inline_script(client: Client) -> None:
    answer = client.get("/")
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    text = answer.content.decode()
    assert [part in text for part in ("<style", " style=", " onclick=")] == [False] * 3


def test_mails_are_shown_in_the_demo_only(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path
    settings.DEMO = False
    assert client.get("/dev/mail/").status_code == HTTPStatus.NOT_FOUND
    settings.DEMO = True
    assert client.get("/dev/mail/").context["page"].object_list == []
    with EmailBackend(file_path=str(tmp_path)) as backend:
        backend.send_messages([EmailMessage(f"제목 {number}", "본문 http://x.test/a", to=["a@b.c"]) for number in "12"])
    answer = client.get("/dev/mail/")
    assert [(mail.subject, mail.to) for mail in answer.context["page"]] == [("제목 2", "a@b.c"), ("제목 1", "a@b.c")]
    sent, text = answer.context["page"][0].sent, answer.content.decode()
    assert date_format(timezone.localtime(sent, ZoneInfo("Asia/Seoul")), "DATETIME_FORMAT") in text
    for elsewhere in ({"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": ""}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}):
        assert client.get("/dev/mail/", **elsewhere).status_code == HTTPStatus.NOT_FOUND
    assert client.get("/dev/mail/", REMOTE_ADDR="::ffff:127.0.0.1").status_code == HTTPStatus.OK
    assert ('<a href="http://x.test/a"' in text, '<h2 lang="ko">' in text) == (True, True)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "Feb. 1, 2027, 00:05 KST", "2027-02-01 00:05 KST"),
        ("ko", "2027년 2월 1일 00:05 KST", "2027-02-01 00:05 KST"),
    ],
)
def test_instants_are_written_by_a_clock_of_24_hours_with_their_zone(language: str, long: str, short: str) -> None:
    with translation.override(language):
        instant = datetime(2027, 2, 1, 0, 5, tzinfo=ZoneInfo("Asia/Seoul"))
        assert [date_format(instant, name) for name in ("DATETIME_FORMAT", "SHORT_DATETIME_FORMAT")] == [long, short]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Something went wrong on our side"), ("ko", "서비스에 문제가 생겼습니다")]
)
def test_a_mistake_of_ours_is_told_in_the_readers_language(
    client: Client, monkeypatch: pytest.MonkeyPatch, language: str, heading: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("exchange.web.views.home.render", fail)
    client.raise_request_exception = False
    answer = client.get(reverse("about-matching"), headers={"accept-language": language})
    page = answer.content.decode()
    assert (answer.status_code, f'<html lang="{language}">' in page, f"<h1>{heading}</h1>" in page) == (500, True, True)
    assert f"<code>{answer['X-Request-ID']}</code>" in page  # which the log names, too
