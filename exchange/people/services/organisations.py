"""Organisations that ROR does not have: entered by people, merged by an administrator."""

import uuid
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.people.enums import NameKind
from exchange.people.models import Organisation, OrganisationLink, OrganisationName, Researcher, SideDecision
from exchange.people.services.side import Workplace, follow_move
from exchange.people.values.spelling import fold

LOCAL = "local:"
"""Stands before the ids of organisations without a ROR address."""


@transaction.atomic
def enter_organisation(*, name: str, country: str, name_ko: str = "", city: str = "") -> Organisation:
    """The organisation of that name and country; a new, unverified one unless it is there. Raises ``ValidationError``.

    ``country`` is a side, or empty for any other country.
    """
    if not fold(name):
        raise ValidationError({"new_name": _("Give the name of the organisation.")})
    known = _known(name, country)
    if known is not None:
        return known
    organisation = Organisation(
        ror_id=f"{LOCAL}{uuid.uuid4().hex[:20]}",
        name=name.strip(),
        name_ko=name_ko.strip(),
        country=country,
        city=city.strip(),
        is_verified=False,
    )
    organisation.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError:
        # Somebody entered the same at the same time.
        return Organisation.objects.get(is_verified=False, folded_name=fold(name)[:300], country=country)
    return organisation


def _known(name: str, country: str) -> Organisation | None:
    names = OrganisationName.objects.filter(folded=fold(name)[:300], kind=NameKind.LABEL)
    found = Organisation.objects.filter(country=country, names__in=names).distinct()
    verified = list(found.filter(is_verified=True)[:2])
    return verified[0] if len(verified) == 1 else found.filter(is_verified=False).first()


@transaction.atomic
def merge_organisation(entered: Organisation, *, into: Organisation) -> int:
    """Move whatever belongs to ``entered`` to ``into``, which keeps its name as one more; return how many rows moved.

    Raises ``ValidationError`` unless the first was entered by a person and the second comes from ROR.
    """
    locked = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[entered.pk, into.pk])}
    if len(locked) != 2 or locked[entered.pk].is_verified or not locked[into.pk].is_verified:
        raise ValidationError(_("Only an organisation that a person entered can be merged, into one that ROR has."))
    people = list(Researcher.objects.filter(organisation=entered))
    # What was confirmed of the entered one holds of the same one under its right name.
    SideDecision.objects.filter(organisation=entered).update(organisation=into)
    moved = sum(_move(model, field, entered, into) for model, field in _pointing())
    for person in people:
        follow_move(Researcher.objects.get(pk=person.pk), before=Workplace.of(person))
    _keep_names(entered, into)
    locked[entered.pk].delete()
    return moved


def _pointing() -> list[tuple[Any, str]]:
    """Model and field of everything that can belong to an organisation, in whichever slice; its own history stays."""
    history = apps.get_model("people", "OrganisationEvent")
    relations = Organisation._meta.related_objects
    return [
        (relation.related_model, relation.field.name)
        for relation in relations
        if relation.related_model not in {OrganisationName, OrganisationLink, SideDecision, history}
    ]


def _move(model: Any, field: str, entered: Organisation, into: Organisation) -> int:
    rows = list(model.objects.select_for_update().filter(**{field: entered.pk}))
    for row in rows:
        setattr(row, field, into)
        row.clean()  # the side follows from the organisation
        if hasattr(row, "changed_at"):
            row.changed_at = timezone.now()
        row.save()
    return len(rows)


def _keep_names(entered: Organisation, into: Organisation) -> None:
    OrganisationName.objects.bulk_create(
        [
            OrganisationName(
                organisation=into, text=name.text, folded=name.folded, kind=NameKind.ENTERED, language=name.language
            )
            for name in entered.names.all()
        ],
        ignore_conflicts=True,
    )
