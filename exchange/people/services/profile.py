"""Changes to a profile. Each marks it as changed, so that the next refresh reads it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.http.text import in_one_line
from exchange.people.enums import Audience, ProfileField
from exchange.people.models import Researcher, ResearcherResource, Topic, User
from exchange.people.services.side import confirm_by_evidence, follow_move, saved_workplace

EDITABLE_FIELDS = frozenset(
    {
        "name_romanised",
        "name_native",
        "organisation",
        "department",
        "career_stage",
        "statement_en",
        "statement_ko",
        "languages",
        "available_from",
        "available_until",
        "orcid",
        "openalex_id",
        "is_listed",
    }
)
TOPIC_LIMIT = 20


@dataclass(frozen=True)
class ResourceLine:
    """One thing offered or sought, before it is saved."""

    direction: str
    kind: str
    text: str


def _assign(researcher: Researcher, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - EDITABLE_FIELDS
    if unknown:
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(researcher, name, value)
    researcher.changed_at = timezone.now()
    # An iD of before check digits were tested stands in nobody's way until it is changed itself.
    researcher.full_clean(exclude=() if "orcid" in fields else {"orcid"})


@transaction.atomic
def create_profile(user: User, **fields: Any) -> Researcher:
    """The profile of ``user``; changes the one that is there already. Raises ``ValidationError``."""
    User.objects.select_for_update().get(pk=user.pk)
    found = Researcher.objects.filter(user=user).first()
    if found is not None:
        return update_profile(found, **fields)
    researcher = Researcher(user=user)
    _assign(researcher, fields)
    researcher.save()
    confirm_by_evidence(researcher)
    return researcher


@transaction.atomic
def update_profile(researcher: Researcher, **fields: Any) -> Researcher:
    """Change some of ``EDITABLE_FIELDS``. Raises ``ValidationError``.

    Writes these alone, so that two open sections of a profile do not overwrite each other. Another organisation ends
    what was confirmed of the former one.
    """
    before = saved_workplace(researcher.pk)
    _assign(researcher, fields)
    researcher.save(update_fields=[*fields, "country", "changed_at"])
    follow_move(researcher, before=before)
    return researcher


def _lock(researcher: Researcher) -> None:
    """Two savings of the same list come one after the other."""
    Researcher.objects.select_for_update().get(pk=researcher.pk)


@transaction.atomic
def replace_resources(researcher: Researcher, *, resources: Iterable[ResourceLine]) -> int:
    """Make ``resources`` the whole list; rows that stay keep their identity. Returns how many there are."""
    _lock(researcher)
    wanted = {(line.direction, line.kind, in_one_line(line.text.strip())) for line in resources if line.text.strip()}
    for row in researcher.resources.all():
        key = (row.direction, row.kind, row.text)
        if key in wanted:
            wanted.discard(key)
        else:
            row.delete()
    for direction, kind, text in sorted(wanted):
        row = ResearcherResource(researcher=researcher, direction=direction, kind=kind, text=text)
        row.full_clean()
        row.save()
    Researcher.objects.filter(pk=researcher.pk).touch()
    return researcher.resources.count()


@transaction.atomic
def set_topics(researcher: Researcher, *, topics: Iterable[Topic]) -> None:
    chosen = list(topics)
    if len(chosen) > TOPIC_LIMIT:
        raise ValidationError(_("At most %(limit)d topics."), params={"limit": TOPIC_LIMIT})
    _lock(researcher)
    researcher.topics.set(chosen)
    Researcher.objects.filter(pk=researcher.pk).touch()


@transaction.atomic
def set_visibility(researcher: Researcher, *, visibility: Mapping[str, str], is_listed: bool) -> None:
    """Choose the audience of every field. Raises ``ValidationError`` for an unknown field or audience."""
    if set(visibility) != set(ProfileField.values) or not set(visibility.values()) <= set(Audience.values):
        raise ValidationError(_("Choose who may see each field."))
    Researcher.objects.filter(pk=researcher.pk).update(
        visibility={field: str(audience) for field, audience in visibility.items()},
        is_listed=is_listed,
        changed_at=timezone.now(),
    )
