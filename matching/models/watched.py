"""Other slices' tables that matching reads, here for their triggers alone: what is written there is noted."""

import pgtrigger

from exchange.people.models import ConsentRecord, Publication, Researcher, ResearcherResource, SideDecision, Topic, User
from exchange.projects.models import Project, ProjectResource
from matching.models.change import EVERYTHING, PROJECT, RESEARCHER, notes, notes_rows


class _Watched:
    """What all of these are: another name for a table, which nobody is given rights to."""

    proxy = True
    default_permissions = ()


class WatchedResearcher(Researcher):
    class Meta(_Watched):
        triggers = [notes(RESEARCHER, "id")]


class WatchedConsent(ConsentRecord):
    class Meta(_Watched):
        triggers = [notes(RESEARCHER, "researcher_id")]


class WatchedSide(SideDecision):
    class Meta(_Watched):
        triggers = [notes(RESEARCHER, "researcher_id")]


class WatchedPublication(Publication):
    class Meta(_Watched):
        triggers = [notes(RESEARCHER, "researcher_id")]


class WatchedResource(ResearcherResource):
    class Meta(_Watched):
        triggers = [notes(RESEARCHER, "researcher_id")]


class WatchedTopicOfResearcher(Researcher.topics.through):  # type: ignore[name-defined]
    class Meta(_Watched):
        triggers = [notes(RESEARCHER, "researcher_id")]


class WatchedUser(User):
    """Whose account is closed or opened again."""

    class Meta(_Watched):
        triggers = [
            notes_rows(
                "note_for_matching",
                f"SELECT '{RESEARCHER}', id, false FROM people_researcher WHERE user_id = NEW.id",  # noqa: S608
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("is_active"),
            )
        ]


class WatchedTopic(Topic):
    """What is under which field changes once in a while, for everybody."""

    class Meta(_Watched):
        triggers = [
            notes_rows(
                "note_for_matching",
                f"SELECT '{EVERYTHING}', 0, false",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("subfield", "field"),
            )
        ]


class WatchedProject(Project):
    class Meta(_Watched):
        triggers = [notes(PROJECT, "id")]


class WatchedProjectResource(ProjectResource):
    class Meta(_Watched):
        triggers = [notes(PROJECT, "project_id")]


class WatchedTopicOfProject(Project.topics.through):  # type: ignore[name-defined]
    class Meta(_Watched):
        triggers = [notes(PROJECT, "project_id")]
