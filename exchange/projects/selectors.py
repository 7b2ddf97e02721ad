"""Which projects a viewer may read."""

from django.db.models import Q, QuerySet

from exchange.people.disclosure import Viewer, visible_researchers
from exchange.people.models import User
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project


def visible_projects(user: User) -> QuerySet[Project]:
    """One's own, and those of others that are no drafts and whose lead the viewer may be shown."""
    leads = visible_researchers(Viewer.of(user)).values("pk")
    public = ~Q(status=ProjectStatus.DRAFT) & (Q(lead__isnull=True) | Q(lead__in=leads))
    return Project.objects.filter(public | Q(lead__user=user)).select_related("lead", "organisation")


def find_projects(
    user: User, *, text: str = "", side: str = "", status: str = "", mine: bool = False
) -> QuerySet[Project]:
    """Visible projects that fit every filter; an empty filter fits all."""
    projects = visible_projects(user)
    for word in text.split():
        projects = projects.filter(_mentions(word))
    if side:
        projects = projects.filter(country=side)
    if status:
        projects = projects.filter(status=status)
    return projects.filter(lead__user=user) if mine else projects


def _mentions(word: str) -> Q:
    fields = ("title", "summary", "aims", "funding", "organisation__name", "organisation__name_ko", "organisation_text")
    condition = Q(topics__name__icontains=word)
    for field in fields:
        condition |= Q(**{f"{field}__icontains": word})
    return Q(pk__in=Project.objects.filter(condition).values("pk"))
