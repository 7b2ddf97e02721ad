"""What a call says against itself: figures each of which is fine alone. Asked before publishing, since a draft is unfinished.

A version that was published before one of these was asked stays readable: reading it back asks none of them.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext as _

from exchange.programmes.values.definition import CallDefinition, StagePlan


def contradictions(definition: CallDefinition) -> list[str]:
    """In words, for whoever writes the call."""
    return [*_questions(definition), *_stages(definition), *_money(definition)]


def stages_over(definition: CallDefinition, *, now: datetime) -> list[str]:
    """Stages whose last moment to submit has passed: a new call would open with them closed."""
    text = _("“%(stage)s” closes in the past.")
    return [text % {"stage": one.kind.label} for one in _submitted(definition) if one.closes_at <= now]


def _questions(definition: CallDefinition) -> Iterator[str]:
    text = _("“%(key)s”: the smallest number is above the largest, so no answer fits.")
    for question in definition.questions:
        if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
            yield text % {"key": question.name}


def _stages(definition: CallDefinition) -> Iterator[str]:
    for earlier, later in pairwise(definition.stages):
        names = {"earlier": earlier.kind.label, "later": later.kind.label}
        if later.opens_at < earlier.opens_at:
            yield _("“%(later)s” opens before “%(earlier)s”.") % names
        if later.closes_at <= earlier.closes_at:
            yield _("“%(later)s” closes no later than “%(earlier)s”.") % names


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
