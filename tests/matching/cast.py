"""A tiny deterministic encoder, and a researcher of each side with a project that suits them."""

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from django.utils import timezone

from exchange.people.enums import Direction, PublicationSource, ResourceKind, Side
from exchange.people.models import ConsentNotice, Organisation, Publication, Researcher, ResearcherResource, User
from exchange.programmes.models import Agency, AgencyOfficer, Programme, ProgrammeManager
from exchange.projects.enums import ProjectStatus
from exchange.projects.models import Project, ProjectResource
from matching.enums import RunKind
from matching.models import Evidence, Introduction, Match, Pair, Run
from matching.services.decisions import introduce_pair
from matching.services.runs import execute_run, queue_run
from tests.cast import consent_to, make_researcher


class WordEncoder:
    """A word is a direction; texts that share words are close. Counts what it was asked to encode."""

    def __init__(self, tag: str = "words@1") -> None:
        self.tag, self.dimensions = tag, 64
        self.encoded: list[str] = []
        self.fail_after: int | None = None

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if self.fail_after is not None and len(self.encoded) >= self.fail_after:
            raise KeyboardInterrupt
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        vector = np.zeros(self.dimensions, np.float32)
        for word in re.findall(r"\w+", text.lower()):
            vector[hashlib.sha256(word.encode()).digest()[0] % self.dimensions] += 1
        return vector / max(float(np.linalg.norm(vector)), 1e-9)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


def add_publication(researcher: Researcher, title: str, abstract: str = "") -> Publication:
    return Publication.objects.create(
        researcher=researcher,
        title=title,
        folded_title=title.lower(),
        abstract=abstract,
        source=PublicationSource.MANUAL,
    )


def make_project(title: str, **fields: object) -> Project:
    defaults: dict[str, object] = {"summary": f"{title} in detail.", "country": Side.US, "status": ProjectStatus.OPEN}
    return Project.objects.create(title=title, **(defaults | fields))


@pytest.fixture
def project(us_researcher: Researcher) -> Project:
    """Led by the US researcher, wants Korean partners, needs fabrication."""
    project = make_project(
        "Trust between operators and robots",
        lead=us_researcher,
        sides_wanted=[Side.KR],
        starts_on=date(2026, 1, 1),
        ends_on=date(2099, 12, 31),
    )
    ProjectResource.objects.create(
        project=project, direction=Direction.NEED, kind=ResourceKind.FABRICATION, text="Fabrication of robot chips"
    )
    return project


@pytest.fixture
def award(db: None) -> Project:
    """Public award data: no lead."""
    return make_project("Factory robots and people")


@pytest.fixture
def cast(korean_researcher: Researcher, us_researcher: Researcher, project: Project, award: Project) -> None:
    add_publication(korean_researcher, "Measuring trust in robots", "How people trust robots on the factory floor.")
    add_publication(us_researcher, "Operators and autonomy", "Operators place trust in autonomous robots.")
    ResearcherResource.objects.create(
        researcher=korean_researcher,
        direction=Direction.OFFER,
        kind=ResourceKind.FABRICATION,
        text="Fabrication line for chips",
    )


Runner = Callable[..., Run]


@pytest.fixture
def match(encoder: WordEncoder) -> Runner:
    """Execute one run from start to end."""

    def run(kind: RunKind = RunKind.FULL, **fields: object) -> Run:
        row = queue_run(kind, **fields)  # type: ignore[arg-type]
        assert execute_run(row, encoder=encoder)
        row.refresh_from_db()
        return row

    return run


@pytest.fixture
def pair(cast: None, match: Runner, korean_researcher: Researcher, project: Project) -> Pair:
    """The Korean researcher and the US researcher's project, suggested by a run."""
    match()
    return Pair.objects.get(researcher=korean_researcher, project=project)


@pytest.fixture
def manager_in_a_pair(korean_researcher: Researcher, korean_manager: User) -> Researcher:
    """The researcher takes an office at their side's agency."""
    programme = Programme.objects.get(managers__officer__user=korean_manager)
    officer = AgencyOfficer.objects.create(agency=Agency.objects.get(side="KR"), user=korean_researcher.user)
    ProgrammeManager.objects.create(programme=programme, officer=officer)
    return Researcher.objects.get(pk=korean_researcher.pk)


@pytest.fixture
def elsewhere(project: Project, us_researcher: Researcher, korean_manager: User) -> Introduction:
    """Between two others."""
    other = make_researcher("bora@example.org", "Bora Kim", Organisation.objects.get(country="KR"))
    consent_to(other, Side.US, ConsentNotice.objects.latest("version"))
    pair = Pair.objects.create(researcher=us_researcher, partner=other)
    return introduce_pair(pair, manager=korean_manager, message="Meet.")


def snapshot() -> list[Any]:
    """Everything a run publishes, without what tells which run it was."""
    fields = ("pair", "score", "topical", "give", "take", "topics", "rank_for_researcher", "rank_for_other", "rules")
    matches = list(Match.objects.order_by("pair").values_list(*fields))
    evidence = list(
        Evidence.objects.order_by("match__pair", "part", "own", "other").values_list(
            "match__pair", "part", "own", "other", "similarity"
        )
    )
    return [matches, evidence]


def expire_lease(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
