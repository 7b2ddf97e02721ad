"""Places on lists."""

import numpy as np
import pytest

from matching.core.places import Places

# Beside each other the workers would each compile the same, which takes longer than all these tests.
pytestmark = pytest.mark.xdist_group("compiled")


def test_of_equal_scores_the_smaller_partner_comes_first() -> None:
    owners, partners = np.array([3, 0, 3, 3]), np.array([9, 4, 2, 5])
    places = Places.of(owners, partners, np.array([0.5, 0.1, 0.5, 0.7]), count=4)
    assert places.ranks.tolist() == [3, 1, 2, 1]
    assert places.order.tolist() == [1, 3, 2, 0]
