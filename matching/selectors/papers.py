"""How close a concept paper's counterparts come to it, and what of the two texts meets, for the pairing's pages."""

from collections.abc import Sequence

import numpy as np

from exchange.pairing.values.affinity import Affinity
from exchange.proposals.models import Proposal
from matching.core.explanation import best_texts
from matching.core.scoring import topical_part
from matching.selectors.closeness import meetings_of, published_model_tag, texts_of


def paper_affinities(paper: Proposal, others: Sequence[Proposal]) -> list[Affinity]:
    """In the order of ``others``, in a constant number of queries."""
    tag = published_model_tag()
    mine = texts_of("paper", [paper.pk], model_tag=tag)
    theirs = texts_of("paper", [one.pk for one in others], model_tag=tag)
    close = topical_part(mine, theirs)
    evidence = [best_texts(mine, theirs, 0, index, top=1) for index in range(len(others))]
    meetings = meetings_of([row for rows in evidence for row in rows])
    return [
        Affinity(
            closeness=None if close is None or np.isnan(close[0, index]) else float(close[0, index]),
            meeting=next((meetings[row] for row in rows if row in meetings), None),
        )
        for index, rows in enumerate(evidence)
    ]
