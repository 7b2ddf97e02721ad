"""Projects over the API."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exchange.people.enums import Direction, ResourceKind, Side
from exchange.people.models import Researcher, User
from exchange.people.services.consent import withdraw_consent
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project, ProjectResource

ClientOf = Callable[[User | Researcher], Client]

LIST = reverse("api-projects")
JSON = "application/json"


def make_project(lead: Researcher, title: str = "Trust", status: str = ProjectStatus.OPEN) -> Project:
    return Project.objects.create(title=title, summary="In detail.", lead=lead, country=lead.country, status=status)


def address(project: Project) -> str:
    return reverse("api-project", args=[project.public_id])


def test_a_researcher_creates_reads_and_changes_a_project(client_of: ClientOf, korean_researcher: Researcher) -> None:
    client = client_of(korean_researcher)
    resource = {"direction": "need", "kind": "data", "text": "Traces"}
    values = {"title": "Trust", "summary": "In detail.", "status": "open", "resources": [resource]}
    created = client.post(LIST, values, content_type=JSON)
    assert created.status_code == HTTPStatus.CREATED
    project = Project.objects.get()
    assert created.json()["lead"] == {"public_id": str(korean_researcher.public_id), "name": "Minji Han (한민지)"}
    changed = client.patch(address(project), {"title": "Trust in robots"}, content_type=JSON)
    assert changed.status_code == HTTPStatus.OK
    shown = client.get(address(project)).json()
    assert (shown["title"], shown["country"], shown["resources"]) == ("Trust in robots", "KR", [resource])


def test_who_may_write(
    client_of: ClientOf, korean_researcher: Researcher, us_researcher: Researcher, outsider: User, korean_manager: User
) -> None:
    project = make_project(korean_researcher)
    values = {"title": "Mine", "summary": "In detail."}
    for person in (outsider, korean_manager):
        assert client_of(person).post(LIST, values, content_type=JSON).status_code == HTTPStatus.FORBIDDEN
    for stranger in (us_researcher, korean_manager):
        answer = client_of(stranger).patch(address(project), values, content_type=JSON)
        assert answer.status_code == HTTPStatus.FORBIDDEN
    assert client_of(outsider).patch(address(project), values, content_type=JSON).status_code == HTTPStatus.NOT_FOUND
    assert Client().post(LIST, values, content_type=JSON).status_code == HTTPStatus.UNAUTHORIZED
    assert list(Project.objects.values_list("title", flat=True)) == ["Trust"]


def test_nobody_reads_what_they_may_not_see(
    client_of: ClientOf, korean_researcher: Researcher, us_manager: User
) -> None:
    project = make_project(korean_researcher)
    draft = make_project(korean_researcher, "Draft", ProjectStatus.DRAFT)
    client = client_of(us_manager)
    assert [row["title"] for row in client.get(LIST).json()["results"]] == ["Trust"]
    assert client.get(address(draft)).status_code == HTTPStatus.NOT_FOUND
    withdraw_consent(korean_researcher, country=Side.US)
    assert client.get(LIST).json()["results"] == []
    assert client.get(address(project)).status_code == HTTPStatus.NOT_FOUND
    assert Client().get(LIST).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"text": "robots"}, ["Robots"]),
        ({"side": "US"}, ["Robots"]),
        ({"mine": "true"}, ["Trust"]),
        ({"status": "draft"}, []),
        ({}, ["Robots", "Trust"]),
    ],
)
def test_the_filters(
    query: dict[str, str],
    titles: list[str],
    client_of: ClientOf,
    korean_researcher: Researcher,
    us_researcher: Researcher,
) -> None:
    make_project(korean_researcher)
    make_project(us_researcher, "Robots")
    found = client_of(korean_researcher).get(LIST, query).json()["results"]
    assert [row["title"] for row in found] == titles


def test_an_unknown_filter_value_is_named(client_of: ClientOf, korean_researcher: Researcher) -> None:
    answer = client_of(korean_researcher).get(LIST, {"side": "XX"})
    assert (answer.status_code, list(answer.json())) == (HTTPStatus.BAD_REQUEST, ["side"])


def test_bad_values_and_old_readings_change_nothing(client_of: ClientOf, korean_researcher: Researcher) -> None:
    project = make_project(korean_researcher)
    client = client_of(korean_researcher)
    closing = client.patch(address(project), {"status": "closed"}, content_type=JSON)
    assert (closing.status_code, list(closing.json())) == (HTTPStatus.BAD_REQUEST, ["status"])
    dates = {"starts_on": "2027-02-01", "ends_on": "2027-01-01"}
    assert client.patch(address(project), dates, content_type=JSON).status_code == HTTPStatus.BAD_REQUEST
    read_at = client.get(address(project)).json()["changed_at"]
    values = {"title": "First", "read_at": read_at}
    assert client.patch(address(project), values, content_type=JSON).status_code == HTTPStatus.OK
    late = client.patch(address(project), {**values, "title": "Second"}, content_type=JSON)
    assert late.status_code == HTTPStatus.CONFLICT
    project.refresh_from_db()
    assert (project.title, project.starts_on) == ("First", None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    count: int,
    client_of: ClientOf,
    us_researcher: Researcher,
    korean_researcher: Researcher,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        make_project(us_researcher, f"Project {number}")
    client = client_of(korean_researcher)
    with django_assert_num_queries(20):
        assert client.get(LIST).json()["count"] == count


def test_a_project_is_closed_with_a_reason(client_of: ClientOf, korean_researcher: Researcher) -> None:
    project = make_project(korean_researcher)
    client, close = client_of(korean_researcher), reverse("api-project-close", args=[project.public_id])
    assert client.post(close, {"reason": " "}, content_type=JSON).status_code == HTTPStatus.BAD_REQUEST
    closed = client.post(close, {"reason": "A partner was found."}, content_type=JSON).json()
    assert (closed["status"], closed["closed_reason"]) == ("closed", "A partner was found.")


def test_projects_are_found_by_what_they_seek_and_offer(client_of: ClientOf, korean_researcher: Researcher) -> None:
    seeks, offers = make_project(korean_researcher, "Seeks"), make_project(korean_researcher, "Offers")
    for project, direction in ((seeks, Direction.NEED), (offers, Direction.OFFER)):
        ProjectResource.objects.create(
            project=project, direction=direction, kind=ResourceKind.FABRICATION, text="28 nm shuttle"
        )
    client = client_of(korean_researcher)

    def found(**filters: str) -> list[str]:
        page = client.get(reverse("project-list"), filters).context["page"]
        titles = [project.title for project in page]
        assert [row["title"] for row in client.get(LIST, filters).json()["results"]] == titles
        return titles

    assert found(needs="fabrication") == ["Seeks"]
    assert found(offers="fabrication") == ["Offers"]
    assert found(needs="fabrication", offers="fabrication") == found(needs="data") == []
