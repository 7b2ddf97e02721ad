"""Confirm what a dossier says, and keep it as it was. Whoever calls holds the dossier's row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from exchange.dossiers.checks.registry import Checks, may_submit
from exchange.dossiers.models.snapshots import Confirmation, Snapshot
from exchange.dossiers.values.content import Content
from exchange.dossiers.values.refusal import Outdated, Refused
from exchange.people.models import User

T = TypeVar("T", bound=Content)
C = TypeVar("C", bound=Confirmation)
S = TypeVar("S", bound=Snapshot)


def require_read(digest: str, *, read: str) -> None:
    """Nobody agrees to, or submits, what they have not seen. Raises :class:`Outdated`."""
    if read != digest:
        raise Outdated(_("This was changed since you read it. Read it again, then go on."))


def require_fulfilled(checks: Checks[T], content: T) -> None:
    if not may_submit(checks.run(content)):
        raise Refused(_("Not every rule is fulfilled yet."))


def confirm_content(
    confirmations: QuerySet[C], *, of: Mapping[str, Any], content: T, checks: Checks[T], digest: str, by: User
) -> C:
    """A party agrees to the content that ``digest`` names; ``of`` says which dossier and party. Raises :class:`Refused`."""
    require_read(content.digest(), read=digest)
    require_fulfilled(checks, content)
    confirmation, _made = confirmations.update_or_create(**of, defaults={"digest": digest, "confirmed_by": by})
    return confirmation


def keep_snapshot(new: S, *, content: Content, digest: str, after: S | None, by: User, at: datetime) -> S:
    """As the number that follows ``after``. ``new`` says of which dossier it is."""
    new.number = after.number + 1 if after else 1
    new.content, new.digest = content.content(), digest
    new.submitted_by, new.submitted_at = by, at
    new.full_clean(exclude={field.name for field in new._meta.fields if field.is_relation})
    new.save()
    return new
