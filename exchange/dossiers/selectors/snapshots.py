"""Who has confirmed what a dossier says now, and what a kept version names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import QuerySet

from exchange.dossiers.models.snapshots import Confirmation, Snapshot
from exchange.dossiers.values.content import Content

C = TypeVar("C", bound=Confirmation)
S = TypeVar("S", bound=Snapshot)


@dataclass(frozen=True)
class PartyState(Generic[C]):
    """Whether a party has confirmed what the dossier says now, or something older."""

    party: str
    confirmation: C | None
    is_current: bool


def party_states(content: Content, confirmations: Mapping[str, C], *, digest: str) -> tuple[PartyState[C], ...]:
    """Of everybody who takes part; ``confirmations`` by party, ``digest`` of the content."""
    found = ((party, confirmations.get(party)) for party in content.parties)
    return tuple(PartyState(party, row, row is not None and row.digest == digest) for party, row in found)


def names_file(snapshots: QuerySet[S], *, document: str, party: str, sha256: str, party_name: str = "party") -> bool:
    """Whether one of the kept versions has this very file: then those who read versions may have it."""
    named = {"document": document, party_name: party, "sha256": sha256}
    return snapshots.filter(content__files__contains=[named]).exists()
