"""Whose account was closed is not matched, neither with what they lead."""

import pytest
from django.utils import timezone

from exchange.people.models import Researcher, User
from exchange.projects.models import Project
from matching.selectors.subjects import projects_taking_part, researchers_taking_part


@pytest.mark.django_db
@pytest.mark.parametrize("is_active", [True, False])
def test_a_deactivated_person_takes_no_part(
    korean_researcher: Researcher, us_researcher: Researcher, project: Project, *, is_active: bool
) -> None:
    User.objects.filter(pk=project.lead.user_id).update(is_active=is_active)
    assert (project.lead in researchers_taking_part()) == is_active
    assert (project in projects_taking_part(today=timezone.localdate())) == is_active
    assert researchers_taking_part().exists()
