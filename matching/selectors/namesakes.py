"""Accounts that are evidently one person's: somebody who moved, say, and signed up again on the other side."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from exchange.jobs.enums import JobState
from exchange.people.models import Publication, Researcher
from exchange.people.selectors.search import fold
from matching.models import Run
from matching.selectors.subjects import researchers_taking_part


class Named(Protocol):
    """A researcher, or the few columns of one that tell who it may be."""

    @property
    def pk(self) -> int: ...
    @property
    def openalex_id(self) -> str: ...
    @property
    def name_romanised(self) -> str: ...


class _Account(NamedTuple):
    pk: int
    openalex_id: str
    name_romanised: str


def accounts_of_one_person() -> Mapping[int, int]:
    """Of all researchers who take part, see :func:`one_person`."""
    return one_person([_Account(*row) for row in researchers_taking_part().values_list(*_Account._fields)])


def accounts_at_the_last_run() -> Mapping[int, int]:
    """The same as the newest results have it."""
    kept = Run.objects.filter(state=JobState.DONE).order_by("-finished_at").values_list("accounts", flat=True).first()
    return {int(pk): root for pk, root in (kept or {}).items()}


def one_person(people: Sequence[Named]) -> Mapping[int, int]:
    """By the key of each account that is not its person's only one, the smallest key of these; in a constant number of queries.

    The same author of OpenAlex, or the same name with a work or a statement in common. An ORCID iD is in one account
    alone. A name by itself says nothing.
    """
    roots: dict[int, int] = {}

    def root(pk: int) -> int:
        while (above := roots.get(pk, pk)) != pk:
            pk = above
        return pk

    signs: defaultdict[Hashable, set[int]] = defaultdict(set)
    for sign, pk in _signs(people):
        signs[sign].add(pk)
    for group in signs.values():
        first = min(map(root, group))
        if len(group) > 1:
            roots |= dict.fromkeys(map(root, group), first) | dict.fromkeys(group, first)
    return {pk: root(pk) for pk in roots}


def _signs(people: Sequence[Named]) -> Iterator[tuple[Hashable, int]]:
    """What tells who somebody is, with whose it is."""
    yield from (((person.openalex_id,), person.pk) for person in people if person.openalex_id)
    names = _namesakes(people)
    statements = Researcher.objects.filter(pk__in=names).order_by().values_list("pk", "statement_en", "statement_ko")
    for pk, *texts in statements:
        yield from (((names[pk], fold(text)), pk) for text in texts if text.strip())
    works = Publication.objects.filter(researcher__in=names).order_by()
    for pk, title in works.values_list("researcher", "folded_title"):
        yield (names[pk], title), pk


def _namesakes(people: Iterable[Named]) -> dict[int, str]:
    """The names of those whose name another one has, too."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for person in people:
        by_name[fold(person.name_romanised)].append(person.pk)
    return {pk: name for name, pks in by_name.items() if len(pks) > 1 for pk in pks}
