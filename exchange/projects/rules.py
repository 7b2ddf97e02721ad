"""Who may do what to a project."""

import rules
from django.contrib.auth.models import AnonymousUser

from exchange.people.models import User
from exchange.projects.models import Project


@rules.predicate
def is_lead(user: User | AnonymousUser, project: Project) -> bool:
    return user.pk is not None and project.lead is not None and project.lead.user_id == user.pk


@rules.predicate
def has_profile(user: User | AnonymousUser) -> bool:
    return hasattr(user, "researcher")


rules.add_perm("projects.edit_project", is_lead)
rules.add_perm("projects.create_project", has_profile)
