"""The rights of a person over their account: preferences, export, erasure."""

from typing import Any

import pghistory.models
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector
from django.utils import timezone

from exchange.people.models import Erasure, Researcher, User
from exchange.people.selectors.tombstones import fingerprints
from exchange.people.services import holders

Rows = dict[type[Model], set[Any]]


@transaction.atomic
def update_preferences(user: User, *, language: str, time_zone: str, name: str | None = None) -> None:
    """Language and time zone of pages and mails, and the name unless it is ``None``. Raises ``ValidationError``."""
    user.language, user.time_zone = language, time_zone
    user.name = user.name if name is None else name
    user.full_clean(exclude={"password"})
    user.save(update_fields=["language", "time_zone", "name"])


def export_account(user: User) -> dict[str, Any]:
    """All that the product holds of ``user``, by slice, ready for JSON."""
    return {
        "exported_at": timezone.now().isoformat(),
        "account": user.email,
        **{holder.name: holder.export(user) for holder in holders.registered()},
    }


def _cascade(origin: Model) -> Rows:
    """Every row that goes with the account or the profile, by model."""
    collector = Collector(using="default", origin=origin)
    collector.collect([origin])
    rows: Rows = {model: {row.pk for row in instances} for model, instances in collector.data.items()}
    for queryset in collector.fast_deletes:
        rows.setdefault(queryset.model, set()).update(queryset.values_list("pk", flat=True))
    return rows


def _erase_history(rows: Rows) -> None:
    """Remove the audit trail of ``rows``, the line of their deletion included: it repeats what they said."""
    for model in apps.get_models():
        tracked: Any = getattr(model, "pgh_tracked_model", None)
        if tracked in rows:
            QuerySet(model).filter(pgh_obj_id__in=rows[tracked]).delete()


def _erase_log(rows: Rows) -> None:
    """The lines of the admin's log about ``rows``: they repeat names."""
    for model, content_type in ContentType.objects.get_for_models(*rows).items():
        LogEntry.objects.filter(content_type=content_type, object_id__in=map(str, rows[model])).delete()


def _erase_traces(user: User) -> None:
    """What no foreign key reaches: sessions, and who caused which line of the audit."""
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    pghistory.models.Context.objects.filter(metadata__user=user.pk).update(metadata={})


def _add(counts: dict[str, int], name: str, number: int) -> None:
    if number:
        counts[name] = counts.get(name, 0) + number


@transaction.atomic
def erase_account(user: User, *, by: User) -> Erasure:
    """Remove the account, the profile and every line that tells of them; leave a tombstone with counts only.

    ``by`` is the person themselves or an administrator; the tombstone names the latter alone.
    """
    for holder in holders.registered():
        holder.hold(user)
    user = User.objects.select_for_update().get(pk=user.pk)
    # From here on nothing new can refer to the person: whoever writes waits, and finds them gone.
    researcher = Researcher.objects.select_for_update(of=("self",)).filter(user=user).first()
    by_another = by if by.pk != user.pk else None
    identifiers = _identifiers(user, researcher)
    counts: dict[str, int] = {}
    for_history = _cascade(user)
    for holder in holders.registered():
        for kind, number in holder.erase(user).items():
            _add(counts, kind, number)
    _erase_traces(user)
    _remove(user, counts, for_history)
    return Erasure.objects.create(
        subject_id=researcher.public_id if researcher else user.public_id,
        erased_by=by_another,
        counts=counts,
        fingerprints=fingerprints(*identifiers),
    )


@transaction.atomic
def erase_researcher(researcher: Researcher, *, by: User) -> Erasure:
    """Erase a profile; where its person has an account, that too."""
    if researcher.user is not None:
        return erase_account(researcher.user, by=by)
    counts: dict[str, int] = {}
    identifiers = _identifiers(None, researcher)
    _remove(researcher, counts, _cascade(researcher))
    return Erasure.objects.create(
        subject_id=researcher.public_id, erased_by=by, counts=counts, fingerprints=fingerprints(*identifiers)
    )


def _identifiers(user: User | None, researcher: Researcher | None) -> list[str]:
    """What an import could know the person by."""
    addresses = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)] if user else []
    return [*addresses, (researcher.external_id or "") if researcher else ""]


@transaction.atomic
def erase_rows(origin: Model) -> dict[str, int]:
    """Delete ``origin`` for a holder, with all that hangs on it and every line about it; return how many rows went."""
    counts: dict[str, int] = {}
    _remove(origin, counts, _cascade(origin))
    return counts


def _remove(origin: Model, counts: dict[str, int], for_history: Rows) -> None:
    """Delete ``origin`` with all that hangs on it and every line about it; count the rows."""
    for model, ids in _cascade(origin).items():
        _add(counts, model.__name__.lower(), len(ids))
    _erase_log(for_history)
    origin.delete()
    _erase_history(for_history)
