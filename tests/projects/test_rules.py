"""A project is its lead's."""

import rules
from django.contrib.auth.models import AnonymousUser

from exchange.people.models import Researcher, User
from exchange.projects.models import Project


def test_its_lead_alone_changes_a_project(
    korean_researcher: Researcher, us_researcher: Researcher, outsider: User, staff: User
) -> None:
    people = [korean_researcher.user, us_researcher.user, outsider, staff, AnonymousUser()]
    own, nobodys = Project(lead=korean_researcher), Project(lead=None)
    without_account = Project(lead=Researcher(user=None))
    for project, expected in (
        (own, [True, False, False, False, False]),
        (nobodys, [False] * 5),
        (without_account, [False] * 5),
    ):
        assert [person.has_perm("projects.edit_project", project) for person in people if person] == expected


def test_who_has_a_profile_begins_one(korean_researcher: Researcher, outsider: User) -> None:
    people = [korean_researcher.user, outsider, AnonymousUser()]
    assert [rules.has_perm("projects.create_project", person) for person in people] == [True, False, False]
