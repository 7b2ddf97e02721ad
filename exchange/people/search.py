"""Finding organisations and topics by what people type, in either language."""

import re
import unicodedata

from django.db.models import Case, IntegerField, Min, QuerySet, Value, When

from exchange.people.models import Organisation, Topic

_SEPARATORS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Compatibility form, lower case, without accents, spaces and punctuation: spelling variants fold to the same key.

    >>> fold("KAIST (한국 과학기술원)"), fold("Universität")
    ('kaist한국과학기술원', 'universitat')
    """
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(
        character for character in decomposed if not unicodedata.combining(character) or "ᄀ" <= character <= "ᇿ"
    )
    return _SEPARATORS.sub("", unicodedata.normalize("NFC", plain))


def find_organisations(text: str, limit: int = 10) -> QuerySet[Organisation]:
    """Organisations one of whose names contains ``text``; those whose name begins with it come first."""
    key = fold(text)
    if not key:
        return Organisation.objects.none()
    rank = Case(
        When(names__folded=key, then=Value(0)),
        When(names__folded__startswith=key, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = Organisation.objects.filter(names__folded__contains=key).annotate(rank=Min(rank))
    return found.order_by("rank", "name")[:limit]


def find_topics(text: str, limit: int = 10) -> QuerySet[Topic]:
    """Topics whose name contains every word of ``text``, the much-used first."""
    words = text.split()
    if not words:
        return Topic.objects.none()
    topics = Topic.objects.all()
    for word in words:
        topics = topics.filter(name__icontains=word)
    return topics.order_by("-works_count", "name")[:limit]
