"""Pages of projects: written by their lead, read by who may, never overwritten unseen."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.people.enums import Direction, ResourceKind, Side
from exchange.people.models import Researcher, Topic, User
from exchange.projects import selectors
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from exchange.projects.services import change_project, create_project

ClientOf = Callable[[User | Researcher], Client]

LIST_QUERIES = 5


def typed(**changes: object) -> dict[str, object]:
    return {
        "title": "Trust in robots",
        "summary": "We measure trust.",
        "status": ProjectStatus.OPEN,
        "sides_wanted": [Side.US],
        "resources-TOTAL_FORMS": "2",
        "resources-INITIAL_FORMS": "0",
        "resources-0-direction": Direction.OFFER,
        "resources-0-kind": ResourceKind.DATA,
        "resources-0-text": "Traces of robots",
        **changes,
    }


@pytest.fixture
def project(korean_researcher: Researcher) -> Project:
    return create_project(
        korean_researcher, title="Trust in robots", summary="We measure trust.", status=ProjectStatus.OPEN
    )


@pytest.fixture
def draft(korean_researcher: Researcher) -> Project:
    return create_project(korean_researcher, title="Not yet", summary="Half an idea.", status=ProjectStatus.DRAFT)


def url(name: str, project: Project) -> str:
    return reverse(f"project-{name}", args=[project.public_id])


def test_a_project_is_described(client_of: ClientOf, korean_researcher: Researcher) -> None:
    topic = Topic.objects.create(openalex_id="T1", name="Robots", domain="a", field="b", subfield="c")
    client = client_of(korean_researcher)
    answer = client.post(reverse("project-create"), typed(topics=[topic.pk]))
    project = Project.objects.get()
    assert answer.headers["Location"] == url("detail", project)
    assert (project.lead, project.organisation, project.country) == (
        korean_researcher,
        korean_researcher.organisation,
        Side.KR,
    )
    assert (project.sides_wanted, [str(topic) for topic in project.topics.all()]) == ([Side.US], ["Robots"])
    assert [row.text for row in project.resources.all()] == ["Traces of robots"]
    page = client.get(answer.headers["Location"]).content.decode()
    assert page.count("Traces of robots") == 1


def test_what_was_typed_stays_when_something_is_missing(client_of: ClientOf, korean_researcher: Researcher) -> None:
    answer = client_of(korean_researcher).post(reverse("project-create"), typed(title=""))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.content.decode().count("Traces of robots") == 1
    assert Project.objects.count() == 0


def test_dates_must_be_in_order(client_of: ClientOf, korean_researcher: Researcher) -> None:
    dates = {"starts_on": "2026-12-01", "ends_on": "2026-01-01"}
    answer = client_of(korean_researcher).post(reverse("project-create"), typed(**dates))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.content.decode().count("The end lies before the start.") == 1


def test_without_a_profile_one_is_led_to_it(client_of: ClientOf, outsider: User) -> None:
    answer = client_of(outsider).get(reverse("project-create"))
    assert answer.headers["Location"] == reverse("onboarding")


def test_a_project_is_edited(client_of: ClientOf, korean_researcher: Researcher, project: Project) -> None:
    client = client_of(korean_researcher)
    assert client.get(url("edit", project)).status_code == HTTPStatus.OK
    read_at = project.changed_at.isoformat()
    answer = client.post(url("edit", project), typed(title="Trust, revised", read_at=read_at))
    assert answer.headers["Location"] == url("detail", project)
    project.refresh_from_db()
    assert project.title == "Trust, revised"
    assert project.changed_at.isoformat() > read_at


def test_a_stale_editor_keeps_the_text_and_overwrites_only_knowingly(
    client_of: ClientOf, korean_researcher: Researcher, project: Project
) -> None:
    client = client_of(korean_researcher)
    stale = project.changed_at.isoformat()
    current = change_project(project, title="Saved by the other")
    answer = client.post(url("edit", project), typed(summary="My long text", read_at=stale))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert (page.count("My long text"), page.count("Somebody else saved this project")) == (1, 1)
    assert page.count(f'value="{current.changed_at.isoformat()}"') == 1
    project.refresh_from_db()
    assert (project.title, project.summary) == ("Saved by the other", "We measure trust.")
    client.post(url("edit", project), typed(summary="My long text", read_at=current.changed_at.isoformat()))
    project.refresh_from_db()
    assert project.summary == "My long text"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "a\x00b"], ids=["empty", "blank", "long", "nul"])
def test_closing_needs_a_usable_reason(
    client_of: ClientOf, korean_researcher: Researcher, project: Project, reason: str
) -> None:
    client = client_of(korean_researcher)
    answer = client.post(url("close", project), {"reason": reason})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.context["close_form"]["reason"].value() == reason
    project.refresh_from_db()
    assert project.status == ProjectStatus.OPEN


def test_a_project_is_closed(client_of: ClientOf, korean_researcher: Researcher, project: Project) -> None:
    client_of(korean_researcher).post(url("close", project), {"reason": "A partner was found."})
    project.refresh_from_db()
    assert (project.status, project.closed_reason) == (ProjectStatus.CLOSED, "A partner was found.")


def test_others_read_but_do_not_write(client_of: ClientOf, us_researcher: Researcher, project: Project) -> None:
    client = client_of(us_researcher)
    answers = [
        client.get(url("detail", project)),
        client.post(url("edit", project), typed()),
        client.post(url("close", project), {"reason": "Mine now."}),
    ]
    assert [answer.status_code for answer in answers] == [HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.FORBIDDEN]
    project.refresh_from_db()
    assert project.status == ProjectStatus.OPEN


def test_a_draft_is_seen_by_its_lead_only(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher, draft: Project
) -> None:
    lead, other = client_of(korean_researcher), client_of(us_researcher)
    asked = [lead.get(url("detail", draft)), other.get(url("detail", draft)), other.post(url("edit", draft), typed())]
    assert [answer.status_code for answer in asked] == [HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND]
    pages = [client.get(reverse("project-list")).content.decode() for client in (lead, other)]
    assert [page.count("Half an idea.") for page in pages] == [1, 0]


def test_an_outsider_sees_no_project_of_a_person(client_of: ClientOf, outsider: User, project: Project) -> None:
    client = client_of(outsider)
    answers = [client.get(url("detail", project)), client.post(url("close", project), {"reason": "Mine now."})]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND]
    assert client.get(reverse("project-list")).content.decode().count("We measure trust.") == 0


def test_strangers_are_asked_to_sign_in(client: Client, project: Project) -> None:
    for address in (reverse("project-list"), url("detail", project), url("edit", project)):
        assert client.get(address).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_length(
    client_of: ClientOf,
    korean_researcher: Researcher,
    us_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows):
        create_project(korean_researcher, title=f"Project {number}", summary="Trust.", status=ProjectStatus.OPEN)
    client = client_of(us_researcher)
    client.get(reverse("project-list"))
    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("project-list")).content.decode()
    assert page.count('<p lang="en">Trust.</p>') == rows


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("text=robots+trust", ["Trust in robots"]),
        ("text=hanbit", ["Not yet", "Trust in robots"]),
        ("side=US", []),
        ("status=draft", ["Not yet"]),
        ("mine=on", ["Not yet", "Trust in robots"]),
        ("side=XX", ["Not yet", "Trust in robots"]),
    ],
)
@pytest.mark.parametrize("few", [selectors.FEW, 0])
@pytest.mark.usefixtures("project", "draft")
def test_filters(
    client_of: ClientOf,
    korean_researcher: Researcher,
    query: str,
    titles: list[str],
    few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether the projects that fit are few enough to be looked up, or not."""
    monkeypatch.setattr(selectors, "FEW", few)
    page = client_of(korean_researcher).get(f"{reverse('project-list')}?{query}").context["page"]
    assert sorted(project.title for project in page) == titles
