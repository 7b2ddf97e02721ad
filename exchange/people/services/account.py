"""The rights of a person over their account: preferences, export, erasure."""

from typing import Any

import pghistory.models
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector
from django.utils import timezone

from exchange.people import holders
from exchange.people.models import Erasure, Researcher, User

Rows = dict[type[Model], set[Any]]


@transaction.atomic
def update_preferences(user: User, *, language: str, time_zone: str) -> None:
    """Language and time zone of pages and mails. Raises ``ValidationError``."""
    user.language = language
    user.time_zone = time_zone
    user.full_clean(exclude={"password"})
    user.save(update_fields=["language", "time_zone"])


def export_account(user: User) -> dict[str, Any]:
    """All that the product holds of ``user``, by slice, ready for JSON."""
    return {
        "exported_at": timezone.now().isoformat(),
        "account": user.email,
        **{holder.name: holder.export(user) for holder in holders.registered()},
    }


def _cascade(user: User) -> Rows:
    """Every row that goes with the account, by model."""
    collector = Collector(using="default", origin=user)
    collector.collect([user])
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


def _erase_traces(user: User, rows: Rows) -> None:
    """What no foreign key reaches: sessions, lines of the admin's log, and who caused which line of the audit."""
    keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    for model, content_type in ContentType.objects.get_for_models(*rows).items():
        LogEntry.objects.filter(content_type=content_type, object_id__in=map(str, rows[model])).delete()
    pghistory.models.Context.objects.filter(metadata__user=user.pk).update(metadata={})


def _add(counts: dict[str, int], name: str, number: int) -> None:
    if number:
        counts[name] = counts.get(name, 0) + number


@transaction.atomic
def erase_account(user: User, *, by: User) -> Erasure:
    """Remove the account, the profile and every line that tells of them; leave a tombstone with counts only.

    ``by`` is the person themselves or an administrator; the tombstone names the latter alone.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    researcher = Researcher.objects.filter(user=user).first()
    by_another = by if by.pk != user.pk else None
    counts: dict[str, int] = {}
    for_history = _cascade(user)
    for holder in holders.registered():
        for kind, number in holder.erase(user).items():
            _add(counts, kind, number)
    for model, ids in _cascade(user).items():
        _add(counts, model.__name__.lower(), len(ids))
    _erase_traces(user, for_history)
    user.delete()
    _erase_history(for_history)
    return Erasure.objects.create(
        subject_id=researcher.public_id if researcher else user.public_id,
        erased_by=by_another,
        counts=counts,
    )
