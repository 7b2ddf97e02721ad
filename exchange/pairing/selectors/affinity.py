"""Who reads concept papers and tells how close they come: a slice above, which registers itself."""

from collections.abc import Callable, Sequence

from exchange.pairing.values.affinity import Affinity
from exchange.proposals.models import Proposal

ReadAffinities = Callable[[Proposal, Sequence[Proposal]], Sequence[Affinity]]
"""Of a paper with each of the others, in their order."""

_readers: list[ReadAffinities] = []


def register_affinities(read: ReadAffinities) -> None:
    """Called once from the reading slice's ``AppConfig.ready``; of several readers the first one is asked."""
    if read not in _readers:
        _readers.append(read)


def affinities_of(paper: Proposal, others: Sequence[Proposal]) -> Sequence[Affinity]:
    """In the order of ``others``; where nobody reads papers, nothing is known of any."""
    return _readers[0](paper, others) if _readers else [Affinity() for _one in others]
