"""Deadlines: moved back with a reason, or opened for a few by a code."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.people.models import User
from exchange.programmes.enums import CallState, StageKind
from exchange.programmes.models import Call, LateCode, Stage, StageExtension
from exchange.programmes.services.calls import add_version, require_no_part
from exchange.programmes.services.listeners import tell_of_extension
from exchange.programmes.values.consistency import contradictions
from exchange.programmes.values.definition import StagePlan


@transaction.atomic
def extend_stage(stage: Stage, *, closes_at: datetime, reason: str, by: User) -> StageExtension:
    """Move the closing instant back, as a new version of the call, and tell whom it concerns.

    Raises ``ValidationError`` by field: no reason, not later than before, over already, or against what else the call
    says; or because the call was closed.
    Raises ``PermissionDenied`` where whoever moves it competes in the call.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the deadline is moving: everyone affected is told.")})
    call = Call.objects.select_for_update().get(pk=stage.call_id)
    require_no_part(call, by)
    if call.state == CallState.CLOSED:
        raise ValidationError(_("This call is closed: publish it again before its deadlines move."))
    current = Stage.objects.select_for_update().get(pk=stage.pk)
    if closes_at <= current.closes_at:
        raise ValidationError({"closes_at": _("An extension must end later than before.")})
    _refuse_nonsense(call, current, closes_at)
    extension = StageExtension(
        stage=current,
        old_closes_at=current.closes_at,
        new_closes_at=closes_at,
        reason=reason.strip(),
        extended_by=by,
    )
    extension.full_clean()
    extension.save()
    current.closes_at = closes_at
    current.save(update_fields=["closes_at"])
    _publish_instants(call, current.kind, closes_at, note=extension.reason, by=by)
    tell_of_extension(extension)
    return extension


def _refuse_nonsense(call: Call, stage: Stage, closes_at: datetime) -> None:
    """What the call contradicted before is not held against an extension."""
    if closes_at <= timezone.now():
        raise ValidationError({"closes_at": _("Choose a later time: the deadline would be over already.")})
    definition = call.definition
    moved = definition.model_copy(update=_moved(definition.stages, stage.kind, closes_at))
    if said := [text for text in contradictions(moved) if text not in contradictions(definition)]:
        raise ValidationError({"closes_at": said})


def _publish_instants(call: Call, kind: str, closes_at: datetime, *, note: str, by: User) -> None:
    """In the version that applicants see and in the draft, so that publishing it later moves nothing back."""
    definition = call.definition
    add_version(call, definition.model_copy(update=_moved(definition.stages, kind, closes_at)), note=note, by=by)
    draft = call.draft_definition
    call.draft = draft.model_copy(update=_moved(draft.stages, kind, closes_at)).model_dump(mode="json")
    call.revision = F("revision") + 1
    call.save(update_fields=["draft", "revision"])


def _moved(stages: tuple[StagePlan, ...], kind: str, closes_at: datetime) -> dict[str, tuple[StagePlan, ...]]:
    return {
        "stages": tuple(
            stage.model_copy(update={"closes_at": closes_at}) if stage.kind == StageKind(kind) else stage
            for stage in stages
        )
    }


@transaction.atomic
def make_late_code(stage: Stage, *, uses: int, expires_at: datetime, reason: str, by: User) -> LateCode:
    """Raises ``ValidationError`` by field; ``PermissionDenied`` where whoever makes it competes."""
    require_no_part(stage.call, by)
    code = LateCode(stage=stage, uses_left=uses, expires_at=expires_at, reason=reason.strip(), made_by=by)
    code.full_clean()
    if expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("Choose a later time: this code would have expired already.")})
    if not uses:
        raise ValidationError({"uses": _("At least one team must be able to use the code.")})
    code.save()
    return code


def use_late_code(stage: Stage, *, code: str) -> bool:
    """Take one use of ``code``; of two who take the last one at the same time one gets it. Rolls back with the caller."""
    usable = LateCode.objects.filter(stage=stage, code=code.strip().lower(), uses_left__gt=0, expires_at__gt=Now())
    return bool(usable.update(uses_left=F("uses_left") - 1))
