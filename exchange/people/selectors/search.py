"""Finding people, organisations and topics by what is typed, in either language.

What is typed is spelt out here, once; the database compares with the keys stored when a row was saved.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Case, ExpressionWrapper, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Length

from exchange.people.models import Organisation, OrganisationName, Topic
from exchange.people.models.searchable import disjunction
from exchange.people.values.spelling import (
    fold,
    is_hangul,
    name_alternatives,
    romanise,
    spellings,
    without_particle,
    words,
)
from exchange.people.values.vocabulary.reading import nicknames

__all__ = [
    "at_organisation",
    "find_organisations",
    "find_topics",
    "fold",
    "is_named",
    "mentions",
    "organisations_named",
    "organisations_of",
    "topics_named",
    "typed_words",
    "ways_to_read",
]

MOST_WORDS = 8
"""Of what is typed; more words narrow nothing further."""


def typed_words(text: str) -> list[str]:
    return words(text)[:MOST_WORDS]


def mentions(word: str) -> str:
    """A text query for rows in which a word begins with ``word``, particle or not."""
    return disjunction([[(spelling, True)] for spelling in spellings(word)])


def ways_to_read(text: str) -> list[list[str]]:
    """The words of what is typed; also with hyphens left out, and with any two neighbours as one given name.

    >>> ways_to_read("Kim Min-ji")
    [['kim', 'min', 'ji'], ['kim', 'minji'], ['kimminji']]
    """
    parts = [part for part in (fold(part) for part in text.split()) if part][:MOST_WORDS]
    joined = [[*parts[:place], parts[place] + parts[place + 1], *parts[place + 2 :]] for place in range(len(parts) - 1)]
    ways = [typed_words(text), parts, *joined]
    return [way for place, way in enumerate(ways) if way not in ways[:place]]


def is_named(word: str) -> str:
    """A text query for people in whose name or statement ``word`` stands, in whatever romanisation."""
    return disjunction(name_alternatives(word))


def _everyday(spelling: str) -> list[tuple[str, ...]]:
    """English words that stand for a Korean everyday name, with or without 대 or 대학교 at its end."""
    known = nicknames()
    found = [known[spelling]] if spelling in known else []
    for ending in ("대학교", "대학", "대"):
        stem = spelling.removesuffix(ending)
        if stem != spelling and stem in known:
            found.append(known[stem])
    return found


def _universities(spelling: str) -> list[str]:
    """Folded names of the universities that a Korean everyday name stands for: 미시간대 is the University of Michigan."""
    joined = ["".join(english) for english in _everyday(spelling)]
    return [name for short in joined for name in (short, f"{short}university", f"universityof{short}")]


def _named(word: str) -> Q:
    """Whether one spelling of an organisation's name holds ``word``."""
    condition = Q()
    for spelling in spellings(word):
        condition |= Q(folded__contains=spelling)
        for english in _everyday(spelling):
            condition |= _all_in(english)
        if is_hangul(spelling) and len(spelling) > 1:
            condition |= Q(folded__startswith=romanise(spelling))
    return condition


def _all_in(english: tuple[str, ...]) -> Q:
    """A short name must be the whole name: MIT is not in every “committee”."""
    if len(english) == 1 and len(english[0]) < 6:
        return Q(folded=english[0])
    condition = Q()
    for word in english:
        condition &= Q(folded__contains=word)
    return condition


def _holds(text: str) -> Q:
    """A name that holds all of ``text``, or every word of it in whatever order."""
    by_word = Q()
    for word in typed_words(text):
        by_word &= _named(word)
    return _named(fold(text)) | by_word


def _names(text: str) -> "QuerySet[OrganisationName]":
    return OrganisationName.objects.filter(_holds(text))


def organisations_of(texts: Iterable[str]) -> dict[str, list[int]]:
    """Of each text the organisations whose names hold it; in one query."""
    asked = list(dict.fromkeys(texts))
    found: dict[str, list[int]] = {text: [] for text in asked}
    conditions = {f"holds_{n}": ExpressionWrapper(_holds(text), BooleanField()) for n, text in enumerate(asked)}
    any_of_them = reduce(or_, (_holds(text) for text in asked), Q(pk__in=()))
    for pk, *held in (
        OrganisationName.objects.filter(any_of_them).annotate(**conditions).values_list("organisation_id", *conditions)
    ):
        for text, is_held in zip(asked, held, strict=True):
            if is_held:
                found[text].append(pk)
    return found


def organisations_named(text: str) -> "QuerySet[Organisation]":
    """Organisations by any of their names: the name itself first, then what begins with it, short names first."""
    key = fold(text)
    if not key:
        return Organisation.objects.none()
    bare = without_particle(key)
    universities = _universities(bare)
    exact = Q(names__folded__in=[key, bare, *universities])
    begins = Q(names__folded__startswith=bare)
    for name in universities:
        begins |= Q(names__folded__startswith=name)
    rank = Case(When(exact, then=Value(0)), When(begins, then=Value(1)), default=Value(2), output_field=IntegerField())
    return (
        Organisation.objects.filter(names__in=_names(text))
        .annotate(rank=Min(rank), shortest=Min(Length("names__folded")))
        .order_by("rank", "shortest", "name", "pk")
    )


def find_organisations(text: str, limit: int = 10) -> "QuerySet[Organisation]":
    return organisations_named(text)[:limit]


def at_organisation(word: str, field: str = "organisation") -> Q:
    """Whether the organisation in ``field`` of a row has a name with ``word``."""
    # Not by EXISTS: under an OR that would run once per row.
    return Q(**{f"{field}__in": _names(word).values("organisation_id")})


def _topic_has(word: str, column: str) -> Q:
    condition = Q()
    for spelling in spellings(word):
        # Korean compounds are written with and without spaces, so any part will do; of Latin words the beginning.
        piece = f" {spelling}" if spelling.isascii() else spelling
        condition |= Q(**{f"{column}__contains": piece})
    return condition


def topics_named(text: str) -> "QuerySet[Topic]":
    """Topics that every word of ``text`` fits, in either language; those whose own name has them before those whose
    subfield or field has, the much-used first."""
    typed = typed_words(text)
    if not typed:
        return Topic.objects.none()
    own, anywhere = Q(), Q()
    for word in typed:
        own &= _topic_has(word, "own_words")
        anywhere &= _topic_has(word, "own_words") | _topic_has(word, "context_words")
    whole = _topic_has(fold(text), "own_words")
    rank = Case(When(own | whole, then=Value(0)), default=Value(1), output_field=IntegerField())
    return Topic.objects.filter(anywhere | whole).annotate(rank=rank).order_by("rank", "-works_count", "name")


def find_topics(text: str, limit: int = 10) -> "QuerySet[Topic]":
    return topics_named(text)[:limit]
