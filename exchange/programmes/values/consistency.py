"""What a call says against itself: figures each of which is fine alone. Asked before publishing, since a draft is unfinished.

A version that was published before one of these was asked stays readable: reading it back asks none of them.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from exchange.programmes.enums import StageKind, TeamFormation
from exchange.programmes.values.definition import CallDefinition, StagePlan


def contradictions(definition: CallDefinition) -> list[str]:
    """In words, for whoever writes the call."""
    said = (_questions, _readiness, _limits, _stages, _matching, _sides, _money, _years)
    return [text for part in said for text in part(definition)]


def stages_over(definition: CallDefinition, *, now: datetime) -> list[str]:
    """Stages whose last moment to submit has passed: a new call would open with them closed."""
    text = _("“%(stage)s” closes in the past.")
    return [text % {"stage": one.kind.label} for one in _submitted(definition) if one.closes_at <= now]


def _questions(definition: CallDefinition) -> Iterator[str]:
    text = _("“%(key)s”: the smallest number is above the largest, so no answer fits.")
    for question in definition.questions:
        if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
            yield text % {"key": question.name}


def _readiness(definition: CallDefinition) -> Iterator[str]:
    if definition.trl and definition.trl[0] > definition.trl[1]:
        yield _("The lowest technology readiness is above the highest.")


def _limits(definition: CallDefinition) -> Iterator[str]:
    for load in (definition.limits.load, definition.limits.load_with_paying_partner):
        if load and load.as_pi > load.projects:
            figures = {"as_pi": load.as_pi, "projects": load.projects}
            yield (
                _("%(as_pi)d projects as principal investigator are more than %(projects)d projects in all.") % figures
            )


def _stages(definition: CallDefinition) -> Iterator[str]:
    if definition.stages and definition.stages[0].by_invitation:
        stage = definition.stages[0].kind.label
        yield _("“%(stage)s” is by invitation, and no stage before it lets anybody through.") % {"stage": stage}
    for earlier, later in pairwise(definition.stages):
        names = {"earlier": earlier.kind.label, "later": later.kind.label}
        if later.opens_at < earlier.opens_at:
            yield _("“%(later)s” opens before “%(earlier)s”.") % names
        if later.closes_at <= earlier.closes_at:
            yield _("“%(later)s” closes no later than “%(earlier)s”.") % names


def _matching(definition: CallDefinition) -> Iterator[str]:
    is_matched = definition.team_formation == TeamFormation.MATCHMAKING
    if is_matched and definition.stage(StageKind.CONCEPT_PAPER) is None:
        yield _("Partners are matched after the concept papers, and there is no stage for concept papers.")


def _sides(definition: CallDefinition) -> Iterator[str]:
    """What is said of a side that takes no part."""
    text = _("“%(part)s” is for %(side)s, which takes no part in this call.")
    named = [(document.name, side) for document in definition.documents for side in document.sides]
    money = [(_("Budget years"), ceiling.side) for ceiling in definition.ceilings]
    for name, side in dict.fromkeys([*named, *money]):
        if side not in definition.sides:
            yield text % {"part": name, "side": side.label}


def _years(definition: CallDefinition) -> Iterator[str]:
    for side in definition.sides:
        years = definition.ceilings_of(side)
        for earlier, later in pairwise(years):
            if later.starts_on <= earlier.ends_on:
                days = {"side": side.label, "first": later.starts_on.isoformat(), "last": earlier.ends_on.isoformat()}
                yield _("Two budget years of %(side)s overlap, from %(first)s to %(last)s.") % days
        if len({year.currency for year in years}) > 1:
            yield _("The budget years of %(side)s are in more than one currency.") % {"side": side.label}


def _money(definition: CallDefinition) -> Iterator[str]:
    """A supplement adds to a project that is running: its money may begin at any time."""
    stages = _submitted(definition)
    if not stages or definition.supplement is not None:
        return
    deadline = max(stage.closes_at for stage in stages).date()
    text = _("The money of %(side)s begins on %(day)s, before the last deadline of the call.")
    for side in definition.sides:
        years = definition.ceilings_of(side)
        if years and years[0].starts_on < deadline:
            yield text % {"side": side.label, "day": years[0].starts_on.isoformat()}


def _submitted(definition: CallDefinition) -> list[StagePlan]:
    return [stage for stage in definition.stages if stage.kind.takes_submissions]
