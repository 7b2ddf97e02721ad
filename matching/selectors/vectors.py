"""Vectors of passages as arrays, read as the database sends them: an object for each number would take minutes of a run."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import BinaryField, F, Func

from exchange.people.enums import Language, ResourceKind
from matching.core.readings import APART, read_once
from matching.enums import PassageKind
from matching.models import Embedding

SAID_TWICE = (PassageKind.STATEMENT, PassageKind.OFFER, PassageKind.NEED)
"""Kinds of which a Korean and an English text of one owner say the same; every publication is a work of its own."""
SAID_IN_BOTH = (PassageKind.STATEMENT, PassageKind.CALL)
"""Kinds of which a reader needs one language: a whole text stands in each."""
RESOURCE_CODES = {kind: code for code, kind in enumerate(ResourceKind.values)}
ROWS_AT_ONCE = 4000


@dataclass(frozen=True, slots=True)
class Vectors:
    """Passages of all subjects of one kind. ``matrix`` is float32 (n, d) with rows of length 1, the others (n,)."""

    ids: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.str_]
    resources: npt.NDArray[np.int64]
    korean: npt.NDArray[np.bool_]
    matrix: npt.NDArray[np.float32]

    def said_once(self) -> "Vectors":
        """With one vector for what an owner said in both languages; publications and project texts stay apart."""
        parts = (self.owners, self.resources, self.kinds)
        groups = np.unique(np.rec.fromarrays(parts), return_inverse=True)[1].astype(np.int64)
        groups[~np.isin(self.kinds, SAID_TWICE)] = APART
        matrix, kept = read_once(self.matrix, groups, self.korean)
        if kept.all():
            return self
        return replace(self._take(kept), matrix=matrix)

    def read_in(self, *, korean: bool) -> "Vectors":
        """Without what an owner says in the other language, where the same kind is there in the reader's, too."""
        owners = np.rec.fromarrays((self.owners, self.kinds))
        foreign = self.korean != korean
        left = ~(foreign & np.isin(self.kinds, SAID_IN_BOTH) & np.isin(owners, owners[~foreign]))
        return self._take(left)

    def _take(self, kept: npt.NDArray[np.bool_]) -> "Vectors":
        return Vectors(
            self.ids[kept],
            self.owners[kept],
            self.kinds[kept],
            self.resources[kept],
            self.korean[kept],
            self.matrix[kept],
        )


def load_vectors(
    owner: str, model_tag: str, stale: Collection[int] = (), *, among: Collection[int] | None = None
) -> Vectors:
    """Of all owners of one kind, or of those with ids ``among``."""
    owners = {f"passage__{owner}__isnull": False} if among is None else {f"passage__{owner}__in": among}
    rows = (
        Embedding.objects.filter(model_tag=model_tag, **owners)
        .order_by("passage")
        .values_list(
            "passage",
            f"passage__{owner}",
            "passage__kind",
            "passage__resource_kind",
            "passage__language",
            Func(F("vector"), function="halfvec_send", output_field=BinaryField()),
        )
    )
    # A crowd's are not held as rows all at once; a few are, since a cursor costs more than they do.
    found = rows.iterator(ROWS_AT_ONCE) if among is None else rows
    left_out = set(stale)
    sets = [_read(some) for some in _sets(row for row in found if row[0] not in left_out)]
    return Vectors(*map(np.concatenate, zip(*(sets or [_read([])]), strict=True)))


def _sets(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        yield some


def _read(rows: list[Any]) -> tuple[npt.NDArray[Any], ...]:
    """The columns of :class:`Vectors`."""
    return (
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], "<U12"),
        np.array([RESOURCE_CODES.get(row[3], -1) for row in rows], np.int64),
        np.array([row[4] == Language.KO for row in rows], bool),
        _matrix([row[5] for row in rows]),
    )


def _matrix(sent: list[bytes]) -> npt.NDArray[np.float32]:
    """From what pgvector sends of each: two shorts, the first the width, then the numbers in half precision."""
    if not sent:
        return np.zeros((0, 0), np.float32)
    width = int.from_bytes(bytes(sent[0][:2]), "big")
    halves = np.frombuffer(b"".join(sent), np.dtype([("head", ">u2", 2), ("numbers", ">f2", width)]))
    return halves["numbers"].astype(np.float32)
