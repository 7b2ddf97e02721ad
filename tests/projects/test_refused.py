"""What a project does not become, and what a second editor does not overwrite."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from exchange.http.stale import Stale
from exchange.people.enums import Direction, ResourceKind, Side
from exchange.people.models import Organisation, Researcher
from exchange.people.services.profile import ResourceLine
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from exchange.projects.services import change_project, close_project, create_project


@pytest.fixture
def project(korean_researcher: Researcher) -> Project:
    lines = [ResourceLine(Direction.OFFER, ResourceKind.DATA, "Traces")]
    return create_project(
        korean_researcher, title="Trust", summary="We measure.", status=ProjectStatus.OPEN, resources=lines
    )


def test_closing_says_why(project: Project) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        close_project(project, reason="  ")
    assert Project.objects.get().status == ProjectStatus.OPEN
    closed = close_project(project, reason=" A partner was found. ")
    assert (closed.status, closed.closed_reason) == (ProjectStatus.CLOSED, "A partner was found.")


def test_a_second_editor_overwrites_nothing(project: Project) -> None:
    read_at = project.changed_at
    change_project(project, read_at=read_at, title="First")
    with pytest.raises(Stale):
        change_project(project, read_at=read_at, title="Second")
    assert Project.objects.get().title == "First"
    assert change_project(project, title="Third").title == "Third"


def test_a_project_is_at_the_leads_organisation_unless_another_is_named(
    project: Project, korean_researcher: Researcher, us_organisation: Organisation
) -> None:
    assert project.organisation == korean_researcher.organisation
    elsewhere = create_project(korean_researcher, organisation=us_organisation, title="Trust", summary="We measure.")
    assert elsewhere.organisation == us_organisation


@pytest.mark.parametrize("country", ["", Side.US])
def test_a_project_is_at_an_organisation_of_one_of_the_sides(project: Project, country: str) -> None:
    elsewhere = Organisation.objects.create(
        ror_id="https://ror.org/000000077", name="Fjord Lab", country=country, city="Oslo", types=[]
    )
    if country:
        assert change_project(project, organisation=elsewhere).country == Side.US
        return
    with pytest.raises(ValidationError, match="in Korea or the United States"):
        change_project(project, organisation=elsewhere)
    assert change_project(project, organisation=None).organisation is None


@pytest.mark.parametrize(("ends_on", "taken"), [(date(2026, 3, 1), True), (date(2026, 2, 28), False), (None, True)])
def test_it_ends_after_it_starts(project: Project, ends_on: date | None, taken: bool) -> None:
    if taken:
        change_project(project, starts_on=date(2026, 3, 1), ends_on=ends_on)
        return
    with pytest.raises(ValidationError, match="The end lies before the start"):
        change_project(project, starts_on=date(2026, 3, 1), ends_on=ends_on)


def test_resources_are_replaced_as_a_whole_or_not_at_all(project: Project) -> None:
    change_project(project, title="Other")
    assert project.resources.count() == 1
    line = ResourceLine(Direction.NEED, ResourceKind.COMPUTE, " GPUs ")
    broken = ResourceLine(Direction.NEED, ResourceKind.COMPUTE, "GPUs\nnow")
    whole = ResourceLine(Direction.NEED, ResourceKind.COMPUTE, "GPUs now")
    change_project(project, resources=[broken, whole])
    assert [row.text for row in project.resources.all()] == ["GPUs now"]
    change_project(project, resources=[line, line, ResourceLine(Direction.NEED, ResourceKind.DATA, "  ")])
    assert list(project.resources.values_list("direction", "text")) == [("need", "GPUs")]
    with pytest.raises(ValidationError):
        change_project(project, resources=[ResourceLine("gift", ResourceKind.DATA, "x")])
    change_project(project, resources=[])
    assert project.resources.count() == 0
