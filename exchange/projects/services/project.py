"""Create, change and close a project."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.stale import Stale
from exchange.http.text import in_one_line
from exchange.people.models import Organisation, Researcher, Topic
from exchange.people.services.profile import ResourceLine
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project, ProjectResource


@transaction.atomic
def create_project(
    lead: Researcher,
    *,
    organisation: Organisation | None = None,
    resources: Iterable[ResourceLine] = (),
    topics: Iterable[Topic] = (),
    **fields: Any,
) -> Project:
    """At ``organisation``, else the lead's own. Raises ``ValidationError`` by field."""
    project = Project(lead=lead, organisation=organisation or lead.organisation, country=lead.country, **fields)
    _save(project, resources, topics)
    return project


@transaction.atomic
def change_project(
    project: Project,
    *,
    read_at: datetime | None = None,
    resources: Iterable[ResourceLine] | None = None,
    topics: Iterable[Topic] | None = None,
    **fields: Any,
) -> Project:
    """Change the given fields.

    Raises:
        Stale: ``read_at`` (its ``changed_at`` when it was read) is not the latest; nothing is overwritten.
        ValidationError: by field.
    """
    current = Project.objects.select_for_update().get(pk=project.pk)
    if read_at is not None and current.changed_at != read_at:
        raise Stale(current)
    for name, value in fields.items():
        setattr(current, name, value)
    _save(current, resources, topics)
    return current


def close_project(project: Project, *, reason: str) -> Project:
    """Stop seeking partners. Raises ``ValidationError`` without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, for example that a partner was found.")})
    return change_project(project, status=ProjectStatus.CLOSED, closed_reason=reason.strip())


def _save(project: Project, resources: Iterable[ResourceLine] | None, topics: Iterable[Topic] | None) -> None:
    if project.organisation is not None and not project.organisation.country:
        raise ValidationError(_("A project needs an organisation in Korea or the United States."))
    project.changed_at = timezone.now()
    project.full_clean()
    project.save()
    if topics is not None:
        project.topics.set(topics)
    if resources is not None:
        _replace_resources(project, resources)


def _replace_resources(project: Project, lines: Iterable[ResourceLine]) -> None:
    rows = {(line.direction, line.kind, in_one_line(line.text.strip())) for line in lines if line.text.strip()}
    project.resources.all().delete()
    for direction, kind, text in sorted(rows):
        row = ProjectResource(project=project, direction=direction, kind=kind, text=text)
        row.full_clean()
        row.save()
