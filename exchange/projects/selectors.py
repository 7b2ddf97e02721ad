"""Which projects a viewer may read."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from exchange.people.disclosure import Viewer, leads_shown
from exchange.people.enums import Direction
from exchange.people.models import Topic, User
from exchange.people.models.each import ExistsForEach
from exchange.people.selectors.search import at_organisation, mentions, topics_named, typed_words
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project, ProjectResource


def visible_projects(user: User) -> QuerySet[Project]:
    """One's own, and those of others that are no drafts and whose lead shows them to the viewer."""
    viewer = Viewer.of(user)
    lead = leads_shown(viewer).filter(pk=OuterRef("lead"))
    shown = ~Q(status=ProjectStatus.DRAFT) & (Q(lead__isnull=True) | Q(ExistsForEach(lead)))
    if viewer.researcher_id is not None:
        shown |= Q(lead=viewer.researcher_id)
    return Project.objects.filter(shown).select_related("lead", "organisation")


def find_projects(
    user: User,
    *,
    text: str = "",
    side: str = "",
    status: str = "",
    mine: bool = False,
    topic: Topic | None = None,
    topic_text: str = "",
    offers: str = "",
    needs: str = "",
) -> QuerySet[Project]:
    """Visible projects that fit every filter; an empty filter fits all. ``offers`` and ``needs`` are kinds of resource."""
    projects = visible_projects(user).filter(_named(text))
    if topic is not None or topic_text.strip():
        topics = [topic] if topic is not None else topics_named(topic_text).values("pk")
        projects = projects.filter(pk__in=_about(topics))
    for direction, kind in ((Direction.OFFER, offers), (Direction.NEED, needs)):
        if kind:
            projects = projects.filter(Exists(_resources(direction, kind)))
    if side:
        projects = projects.filter(country=side)
    if status:
        projects = projects.filter(status=status)
    return projects.filter(lead__user=user) if mine else projects


FEW = 1000
"""So many are looked up before anybody asks who may see them."""


def _named(text: str) -> Q:
    if not typed_words(text):
        return Q()
    found = list(Project.objects.filter(fits(text)).order_by().values_list("pk", flat=True)[: FEW + 1])
    return Q(pk__in=found) if len(found) <= FEW else fits(text)


def fits(text: str) -> Q:
    """Every word stands in the project's texts, organisation or topics."""
    every = Q()
    for word in typed_words(text):
        every &= _mentions(word)
    return every


def _mentions(word: str) -> Q:
    """Whether ``word`` stands in the project's texts, its organisation's names or its topics in either language."""
    about = _about(topics_named(word).values("pk"))
    return Q(search__keys__matches=mentions(word)) | at_organisation(word) | Q(pk__in=about)


def _resources(direction: Direction, kind: str) -> QuerySet[ProjectResource]:
    return ProjectResource.objects.filter(project=OuterRef("pk"), direction=direction, kind=kind)


def _about(topics: Any) -> QuerySet[Any]:
    return Project.topics.through.objects.filter(topic__in=topics).values("project_id")
