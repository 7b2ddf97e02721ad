"""The history of runs, and what a run's page says of one; all read from the runs' own rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.jobs.enums import JobState
from exchange.people.enums import CareerStage, Side
from matching.enums import ContentLanguage, Opinion, OpinionReason, RunKind, ScorePart
from matching.models import Run

CHARTED = 30


def runs_for_list() -> QuerySet[Run]:
    return Run.objects.select_related("requested_by", "cancelled_by")


def charted_runs() -> list[Run]:
    """The last full runs that finished, oldest first."""
    return list(Run.objects.filter(state=JobState.DONE, kind=RunKind.FULL)[:CHARTED])[::-1]


def last_full_run() -> Run | None:
    """The newest that had everybody's suggestions at hand: a refresh has, too, where nothing is stored to build on."""
    return Run.objects.filter(state=JobState.DONE, report__has_key="coverage").first()


@dataclass(frozen=True, slots=True)
class Parts:
    """Of a run under way: how many parts of it are done, and how many workers are at others."""

    done: int
    total: int
    workers: int


def parts_of(run: Run) -> Parts | None:
    """``None`` before it is planned and once it is over."""
    states = list(run.shards.values_list("state", flat=True)) if run.state == JobState.RUNNING else []
    if not states:
        return None
    return Parts(states.count(JobState.DONE), len(states), states.count(JobState.RUNNING))


@dataclass(frozen=True)
class Group:
    """One row of the table of a report: a group of people and what they got; ``None`` where a run did not say."""

    label: str | Promise
    key: str
    people: int
    shown: int
    gini: float | None
    top_share: float | None
    rank: float | None
    affinity: float | None

    @property
    def per_person(self) -> float:
        return self.shown / self.people if self.people else 0.0


@dataclass(frozen=True)
class Grouping:
    title: str | Promise
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Count:
    label: str | Promise
    value: float


_GROUPINGS: tuple[tuple[str, str | Promise, Callable[[str], str | Promise]], ...] = (
    ("language", _("Language of the texts"), lambda key: _label(ContentLanguage, key)),
    ("side", _("Side"), lambda key: _label(Side, key)),
    ("career_stage", _("Career stage"), lambda key: _label(CareerStage, key)),
)


def _label(choices: Any, key: str) -> str | Promise:
    found: str | Promise = choices(key).label if key in choices.values else _("Not known")
    return found


def groupings(run: Run) -> tuple[Grouping, ...]:
    """How the run's suggestions are spread, by language of the texts, side and career stage."""
    exposure = run.report.get("exposure", {})
    found = (Grouping(title, tuple(_groups(exposure.get(name, {}), label))) for name, title, label in _GROUPINGS)
    return tuple(grouping for grouping in found if grouping.groups)


def _groups(rows: dict[str, dict[str, Any]], label: Callable[[str], str | Promise]) -> Iterator[Group]:
    for key, row in rows.items():
        numbers = {name: row.get(name) for name in ("gini", "top_share", "rank", "affinity")}
        yield Group(label(key), key, row["people"], row["shown"], **numbers)


def opinions(run: Run) -> tuple[list[Count], list[Count]]:
    """How many said what of their suggestions by the time of the run, and why not."""
    counted = run.report.get("opinions", {})
    reasons = counted.get("reasons", {})
    return (
        [Count(Opinion(key).label, counted.get(key, 0)) for key in Opinion.values],
        [Count(OpinionReason(key).label, reasons[key]) for key in OpinionReason.values if key in reasons],
    )


def weights(run: Run) -> list[Count]:
    """The weights the run used, as shares of 1."""
    total = sum(run.weights.get(part, 0) for part in ScorePart.values) or 1
    return [Count(ScorePart(part).label, run.weights.get(part, 0) / total) for part in ScorePart.values]
