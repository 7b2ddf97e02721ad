"""Which declared topics connect two subjects: words may share no alphabet, topics share a hierarchy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exchange.people.models import Topic
from exchange.people.values.bilingual import reads_korean
from exchange.people.values.vocabulary.reading import labels

SHOWN = 5


@dataclass(frozen=True)
class Connection:
    """A topic both declared (``second`` is ``None``), or two of one ``shared`` subfield or field (``level``)."""

    first: Topic
    second: Topic | None = None
    shared: str = ""
    level: str = "topic"

    @property
    def shared_label(self) -> str:
        """In the reader's language, where we have it."""
        label = labels().get((self.level, self.shared)) if reads_korean() else None
        return label.ko if label else self.shared


def connecting_topics(first: Iterable[Topic], second: Iterable[Topic]) -> tuple[Connection, ...]:
    """Topics declared in common; where there are none, the nearest: of one subfield, else of one field."""
    mine, theirs = list(first), list(second)
    levels = (_common(mine, theirs), _within(mine, theirs, "subfield"), _within(mine, theirs, "field"))
    return next((found[:SHOWN] for level in levels if (found := tuple(level))), ())


def _common(mine: list[Topic], theirs: list[Topic]) -> Iterator[Connection]:
    known = {topic.pk for topic in theirs}
    return (Connection(topic) for topic in mine if topic.pk in known)


def _within(mine: list[Topic], theirs: list[Topic], level: str) -> Iterator[Connection]:
    """Each of mine once, with the first of theirs that lies as near."""
    for topic in mine:
        shared = getattr(topic, level)
        near = next((other for other in theirs if shared and getattr(other, level) == shared), None)
        if near is not None:
            yield Connection(topic, near, shared, level)
