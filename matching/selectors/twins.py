"""Statements that people wrote in both languages, each read in the reader's."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from exchange.people.enums import Language
from exchange.people.values.bilingual import reads_korean
from matching.enums import PassageKind
from matching.models import Evidence, Passage

Twins = Mapping[int, Passage]
"""By the key of a passage, what the reader reads in its place."""


def twins_of(evidence: Iterable[Evidence]) -> Twins:
    """For each statement of ``evidence`` in the other language the same in the reader's, where its owner wrote both."""
    language = Language.KO if reads_korean() else Language.EN
    passages = {end.pk: end for row in evidence for end in (row.own, row.other)}
    foreign = [one for one in passages.values() if one.kind == PassageKind.STATEMENT and one.language != language]
    if not foreign:
        return {}
    said: defaultdict[tuple[int | None, str], list[Passage]] = defaultdict(list)
    owners = {one.researcher_id for one in foreign}
    for row in Passage.objects.filter(kind=PassageKind.STATEMENT, researcher__in=owners).order_by("pk"):
        said[row.researcher_id, row.language].append(row)
    told = {one.pk: said[one.researcher_id, language] for one in foreign}
    return {
        one.pk: _beside(one, said[one.researcher_id, one.language], told[one.pk]) for one in foreign if told[one.pk]
    }


def _beside(passage: Passage, pieces: Sequence[Passage], others: Sequence[Passage]) -> Passage:
    """What stands about where ``passage`` stands: long statements are kept in pieces, not as many in each language."""
    place = next((number for number, one in enumerate(pieces) if one.pk == passage.pk), 0)
    return others[place * len(others) // max(len(pieces), 1)]
