"""Numbers people would rather look at than read, as coordinates for the SVG components; nothing is queried here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from matching.models import Run
from matching.selectors.runs import Grouping

# The margin above holds the number of the upper line; the component's viewBox and axes follow these.
WIDTH, HEIGHT, MARGIN, ABOVE = 320, 104, 8, 18


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    value: float
    run: Run


@dataclass(frozen=True)
class Line:
    """One series. ``side`` is "kr" or "us" where the series is of a side, else empty."""

    label: str | Promise
    side: str
    points: tuple[Point, ...]

    @property
    def path(self) -> str:
        """For ``<polyline points>``."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def lowest(self) -> float:
        return min(point.value for point in self.points)

    @property
    def highest(self) -> float:
        return max(point.value for point in self.points)


@dataclass(frozen=True)
class Chart:
    """Lines over runs, from 0 to ``top``."""

    title: str | Promise
    note: str | Promise
    digits: int
    top: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Bar:
    label: str | Promise
    side: str
    value: float
    share: float
    """Of the longest bar, in percent."""


@dataclass(frozen=True)
class Bars:
    title: str | Promise
    digits: int
    bars: tuple[Bar, ...]


Series = tuple[str | Promise, str, tuple[str, ...]]


def history_charts(runs: Sequence[Run]) -> list[Chart]:
    """How long the runs took, what they suggested, to how many, and how evenly; ``runs`` are oldest first."""
    coverage: list[Series] = [
        (_("Researchers"), "", ("coverage", "researchers")),
        (_("Projects"), "other", ("coverage", "projects")),
    ]
    exposure: list[Series] = [
        (_("Korea"), "kr", ("exposure", "side", "KR", "gini")),
        (_("United States"), "us", ("exposure", "side", "US", "gini")),
    ]
    charts = [
        _chart(_("Duration in seconds"), _("From the claim to the result."), 1, runs, [(_("Duration"), "", ())]),
        _chart(_("Suggestions"), _("Pairs that the run suggests."), 0, runs, [(_("Pairs"), "", ("pairs",))]),
        _chart(_("Coverage"), _("Share that is suggested at least once."), 2, runs, coverage, top=1),
        _chart(_("Exposure"), _("Gini: 0 is even, near 1 a few get everything."), 2, runs, exposure, top=1),
    ]
    return [chart for chart in charts if chart.lines]


def _chart(
    title: str | Promise,
    note: str | Promise,
    digits: int,
    runs: Sequence[Run],
    series: Sequence[Series],
    *,
    top: float | None = None,
) -> Chart:
    found = [(label, side, _values(runs, path)) for label, side, path in series]
    highest = max((value for _label, _side, values in found for _index, value in values), default=0.0)
    ceiling = top or highest or 1.0
    lines = tuple(
        Line(label, side, tuple(_point(runs, index, value, ceiling) for index, value in values))
        for label, side, values in found
        if values
    )
    return Chart(title, note, digits, ceiling, lines)


def _values(runs: Sequence[Run], path: tuple[str, ...]) -> list[tuple[int, float]]:
    """Place and value of every run that has one; without a path the run's duration."""
    found = [(index, _at(run.report, path) if path else run.seconds) for index, run in enumerate(runs)]
    return [(index, value) for index, value in found if value is not None]


def _at(report: dict[str, Any], path: tuple[str, ...]) -> float | None:
    value: Any = report
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return None if value is None else float(value)


def _point(runs: Sequence[Run], index: int, value: float, ceiling: float) -> Point:
    step = (WIDTH - 2 * MARGIN) / max(len(runs) - 1, 1)
    x = MARGIN + index * step if len(runs) > 1 else WIDTH / 2
    return Point(x, HEIGHT - MARGIN - (HEIGHT - MARGIN - ABOVE) * value / ceiling, value, runs[index])


def charts_of_run(grouping: Grouping) -> list[Bars]:
    """Of each group: suggestions for a person, the place on others' lists, and how close the pairs are."""
    bars = [
        Bars(_("Suggestions for each person"), 1, _bars(grouping, "per_person")),
        Bars(_("Mean place on the lists of others (1 is first)"), 1, _bars(grouping, "rank")),
        Bars(_("Mean topical affinity"), 2, _bars(grouping, "affinity")),
    ]
    return [chart for chart in bars if chart.bars]


def _bars(grouping: Grouping, name: str) -> tuple[Bar, ...]:
    rows = [(group, getattr(group, name)) for group in grouping.groups]
    known = [(group, value) for group, value in rows if value is not None]
    longest = max((value for _group, value in known), default=0) or 1
    return tuple(
        Bar(group.label, group.key.lower() if group.key in {"KR", "US"} else "", value, round(100 * value / longest, 1))
        for group, value in known
    )
