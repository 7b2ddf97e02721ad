"""Finding an organisation or a topic by what a person types."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from exchange.people.models import Organisation, OrganisationName, Topic

SHORTEST = 2
LIMIT = 10


def _named(word: str) -> Q:
    spelled = OrganisationName.objects.filter(text__icontains=word).values("organisation_id")
    return Q(name__icontains=word) | Q(name_ko__icontains=word) | Q(pk__in=spelled)


def organisations_named(text: str) -> list[Organisation]:
    """Organisations whose names, in either language, contain every word; those called exactly so come first."""
    text = text.strip()
    if len(text) < SHORTEST:
        return []
    called = OrganisationName.objects.filter(text__iexact=text).values("organisation_id")
    exact = Q(name__iexact=text) | Q(name_ko__iexact=text) | Q(pk__in=called)
    found: QuerySet[Organisation] = Organisation.objects.all()
    for word in text.split():
        found = found.filter(_named(word))
    first = Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(found.order_by(first, Length("name"), "name")[:LIMIT])


def topics_named(text: str) -> "QuerySet[Topic]":
    """Topics whose name, subfield or field contains every word of ``text``, the most used first."""
    if len(text.strip()) < SHORTEST:
        return Topic.objects.none()
    found = Topic.objects.order_by("-works_count", "pk")
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(subfield__icontains=word) | Q(field__icontains=word))
    return found[:LIMIT]
