"""Projects, open and not."""

import pytest

from exchange.people.models import User
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project
from tests.matching.cast import make_project
from tests.permissions.addresses import World
from tests.permissions.roles import (
    OWNER,
    READERS,
    RESEARCHERS,
    SIGNED_IN,
    STAFF,
    US_SIDE,
    WITHOUT_PROFILE,
)
from tests.permissions.rows import acts, changes, form, opens, reads, rows

SUBJECTS = {"project": "project"}


@pytest.fixture
def projects_world(project: Project, accounts: dict[str, User]) -> World:
    us, closed = accounts["us"].researcher, accounts["closed"].researcher
    return {
        "project": project.public_id,
        "project@draft": make_project("Own idea", lead=us, status=ProjectStatus.DRAFT).public_id,
        "project@closed": make_project("Without consent", lead=closed).public_id,
    }


ROWS = rows(
    reads("project-list", to=SIGNED_IN),
    opens("api-projects", to=SIGNED_IN),
    changes("api-projects", to=RESEARCHERS, forbidden=WITHOUT_PROFILE),
    form("project-create", to=RESEARCHERS, redirected=WITHOUT_PROFILE),
    reads("project-detail", to=READERS),
    opens("api-project", to=READERS),
    opens("project-detail@closed api-project@closed", to=US_SIDE | STAFF),
    opens("project-detail@draft api-project@draft", to=OWNER),
    # Readers are told that it is not theirs.
    form("project-edit", to=OWNER, forbidden=READERS),
    acts("project-close api-project-close", to=OWNER, forbidden=READERS),
    changes("api-project!PATCH", to=OWNER, forbidden=READERS),
    changes("project-edit@draft project-close@draft", to=OWNER),
)
