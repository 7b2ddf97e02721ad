"""Vectors of passages as arrays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Case, IntegerField, Value, When

from exchange.people.enums import Language, ResourceKind
from matching.core.readings import APART, read_once
from matching.enums import PassageKind
from matching.models import Embedding
from matching.selectors.columns import HALFVEC, read_columns, some

SAID_TWICE = (PassageKind.STATEMENT, PassageKind.OFFER, PassageKind.NEED)
"""Kinds of which a Korean and an English text of one owner say the same; every publication is a work of its own."""
SAID_IN_BOTH = (PassageKind.STATEMENT, PassageKind.CALL)
"""Kinds of which a reader needs one language: a whole text stands in each."""
RESOURCE_CODES = {kind: code for code, kind in enumerate(ResourceKind.values)}
KIND_CODES = {kind: code for code, kind in enumerate(PassageKind.values)}
_KINDS = np.array(PassageKind.values)


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


_COLUMNS = {"passage": "int8", "owner": "int8", "kind": "int4", "resource": "int4", "korean": "bool"}


def load_vectors(
    owner: str,
    model_tag: str,
    *,
    among: Collection[int] | None = None,
    current_only: bool = False,
    with_vectors: bool = True,
) -> Vectors:
    """Of all owners of one kind, or of those with ids ``among``; ``current_only`` leaves out what the next results do without."""
    chosen: dict[str, Any] = {f"passage__{owner}__isnull": False}
    if among is not None:
        chosen[f"passage__{owner}__in"] = some(among)
    if current_only:
        chosen["passage__is_current"] = True
    rows = Embedding.objects.filter(model_tag=model_tag, **chosen).order_by("passage")
    found = read_columns(
        rows.values_list(
            "passage",
            f"passage__{owner}",
            _code("passage__kind", KIND_CODES),
            _code("passage__resource_kind", RESOURCE_CODES),
            Case(When(passage__language=Language.KO, then=True), default=False),
            *(["vector"] if with_vectors else []),
        ),
        _COLUMNS | ({"vector": HALFVEC} if with_vectors else {}),
    )
    return Vectors(
        found["passage"].astype(np.int64),
        found["owner"].astype(np.int64),
        _KINDS[found["kind"]],
        found["resource"].astype(np.int64),
        found["korean"].astype(bool),
        found["vector"].astype(np.float32) if with_vectors else np.zeros((len(found["owner"]), 0), np.float32),
    )


def _code(path: str, codes: Mapping[str, int]) -> Case:
    """A number in place of a word, so that all rows have one width."""
    whens = (When(**{path: word}, then=Value(code)) for word, code in codes.items())
    return Case(*whens, default=Value(-1), output_field=IntegerField())
