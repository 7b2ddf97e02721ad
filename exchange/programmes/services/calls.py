"""The life of a call: written as a draft, published as a version, copied for another year."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.dossiers.values.text import Text
from exchange.http.stale import Stale
from exchange.people.models import User
from exchange.programmes.enums import CallState
from exchange.programmes.models import Call, CallVersion, Programme, ProgrammeTopic, Stage
from exchange.programmes.selectors.able import competing_notice
from exchange.programmes.values.consistency import contradictions, stages_over
from exchange.programmes.values.definition import CallDefinition, Ceiling, StagePlan
from exchange.programmes.values.presets import find_preset

Day = TypeVar("Day", date, datetime)


COMPETES = gettext_lazy(
    "You are on a proposal in this call yourself. Until it is withdrawn or decided, another manager publishes and "
    "closes the call, extends its deadlines and issues late-entry codes."
)


class NotPublishableError(ValidationError):
    """What the draft still lacks, one message each."""


def require_no_part(call: Call, by: User) -> None:
    """Who competes in a call sets none of its terms. Raises ``PermissionDenied``."""
    if notice := competing_notice(by, call, COMPETES):
        raise PermissionDenied(notice)


@transaction.atomic
def create_call(
    programme: Programme,
    *,
    definition: CallDefinition,
    by: User,
    topics: Collection[ProgrammeTopic] = (),
    is_example: bool = False,
    copied_from: Call | None = None,
) -> Call:
    call = Call(programme=programme, created_by=by, is_example=is_example, copied_from=copied_from)
    _write_draft(call, definition)
    call.topics.set(topics)
    return call


@transaction.atomic
def save_draft(call: Call, *, definition: CallDefinition, revision: int) -> Call:
    """Replace the draft that was read as ``revision``. Raises :class:`Stale`; nothing is overwritten."""
    current = Call.objects.select_for_update().get(pk=call.pk)
    if current.revision != revision:
        raise Stale(current)
    _write_draft(current, definition)
    return current


@transaction.atomic
def publish_call(call: Call, *, note: str, by: User, revision: int | None = None) -> CallVersion:
    """Make the draft the version that applicants see. Raises :class:`NotPublishableError`.

    Raises :class:`Stale` where the draft is another one than that which was read as ``revision``.

    Closing instants of a published call move by :func:`~exchange.programmes.services.stages.extend_stage` alone: there a
    reason is given and the teams are told.
    """
    current = Call.objects.select_for_update().get(pk=call.pk)
    require_no_part(current, by)
    if revision not in {None, current.revision}:
        raise Stale(current, _("Someone else has saved this call in the meantime. Read the draft, then publish it."))
    definition = current.draft_definition
    if objections := objections_to(current, definition):
        raise NotPublishableError(objections)
    version = add_version(current, definition, note=note, by=by)
    _write_stages(current, definition.stages)
    return version


def objections_to(call: Call, definition: CallDefinition) -> list[str]:
    """Why ``definition`` cannot be published as it is."""
    objections = [_("“%(key)s” is not in both languages.") % {"key": key} for key in definition.missing_texts()]
    objections += contradictions(definition)
    if not any(stage.kind.takes_submissions for stage in definition.stages):
        objections.append(_("There is no stage in which something can be submitted."))
    if call.version is None and not call.is_example:
        objections += stages_over(definition, now=timezone.now())
    if call.version is not None and _instants(call.version.definition) != _instants(definition):
        objections.append(_("Closing times of a published call are moved by an extension, with a reason."))
    return objections


def add_version(call: Call, definition: CallDefinition, *, note: str, by: User) -> CallVersion:
    """The caller holds the call's row."""
    number = (call.version.number if call.version else 0) + 1
    version = CallVersion(
        call=call, number=number, content=definition.model_dump(mode="json"), note=note.strip(), published_by=by
    )
    version.full_clean()
    version.save()
    call.version, call.state = version, CallState.PUBLISHED
    call.save(update_fields=["version", "state", "changed_at"])
    return version


def set_call_topics(call: Call, topics: Collection[ProgrammeTopic]) -> None:
    """What the matching reads of the call besides its texts; ``changed_at`` makes it read again."""
    with transaction.atomic():
        call.topics.set(topics)
        call.save(update_fields=["changed_at"])


@transaction.atomic
def close_call(call: Call, *, by: User) -> bool:
    """Take the call off the list of open ones. False where it was not published."""
    require_no_part(call, by)
    return bool(Call.objects.filter(pk=call.pk, state=CallState.PUBLISHED).update(state=CallState.CLOSED))


def copy_call(call: Call, *, by: User, years: int = 1) -> Call:
    """A new draft of ``call`` with every date ``years`` later, and nothing else changed."""
    definition = _as_ones_own(moved_by_years(call.definition, years))
    return create_call(call.programme, definition=definition, by=by, topics=list(call.topics.all()), copied_from=call)


def _as_ones_own(definition: CallDefinition) -> CallDefinition:
    """The notice from which an example's figures were taken does not announce the call that is made from it."""
    return definition.model_copy(update={"source": None})


def moved_by_years(definition: CallDefinition, years: int) -> CallDefinition:
    """Every window and budget year ``years`` later; where it was taken from stays as it was."""
    stages = tuple(_stage_later(stage, years) for stage in definition.stages)
    ceilings = tuple(_ceiling_later(ceiling, years) for ceiling in definition.ceilings)
    return definition.model_copy(update={"stages": stages, "ceilings": ceilings})


def begin_call(programme: Programme, *, begin_with: str, years: int, by: User) -> Call:
    """A new draft: ``empty``, ``preset:<name>``, or ``call:<public id>``, a copy of a call of any programme one manages.

    The caller offers only what may be chosen. Raises ``ValidationError`` where it is not there any more.
    """
    kind, _colon, name = begin_with.partition(":")
    if kind == "preset" and (preset := find_preset(name)) is not None:
        return create_call(programme, definition=_as_ones_own(moved_by_years(preset.definition, years)), by=by)
    if kind == "call" and (earlier := Call.objects.filter(public_id=name).first()) is not None:
        copy = copy_call(earlier, by=by, years=years)
        if copy.programme_id != programme.pk:
            copy.programme = programme
            copy.topics.clear()
            copy.save(update_fields=["programme", "changed_at"])
        return copy
    if kind != "empty":
        raise ValidationError(_("The call or example to begin with no longer exists."))
    title = Text(en="Untitled call", ko="제목 없는 공고")
    return create_call(programme, definition=CallDefinition(title=title), by=by)


def _write_draft(call: Call, definition: CallDefinition) -> None:
    call.draft = definition.model_dump(mode="json")
    call.title_en, call.title_ko = definition.title.en or definition.title.ko, definition.title.ko
    call.revision += 1
    call.full_clean()
    call.save()


def _write_stages(call: Call, stages: Collection[StagePlan]) -> None:
    for place, plan in enumerate(stages):
        values: dict[str, Any] = {
            "place": place,
            "opens_at": plan.opens_at,
            "closes_at": plan.closes_at,
            "time_zone": plan.time_zone,
            "by_invitation": plan.by_invitation,
        }
        Stage.objects.update_or_create(call=call, kind=plan.kind, defaults=values)
    call.stages.exclude(kind__in=[plan.kind for plan in stages]).delete()


def _instants(definition: CallDefinition) -> dict[str, datetime]:
    return {stage.kind: stage.closes_at for stage in definition.stages}


def _stage_later(stage: StagePlan, years: int) -> StagePlan:
    opens, closes = (_later(instant, years) for instant in (stage.opens_at, stage.closes_at))
    return stage.model_copy(update={"opens_at": opens, "closes_at": closes})


def _ceiling_later(ceiling: Ceiling, years: int) -> Ceiling:
    starts, ends = (_later(day, years) for day in (ceiling.starts_on, ceiling.ends_on))
    return ceiling.model_copy(update={"starts_on": starts, "ends_on": ends})


def _later(day: Day, years: int) -> Day:
    """The same day of a later year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
