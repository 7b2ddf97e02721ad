import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matching.core.affinity import MAX_SHARE, pool_affinity

similarities = arrays(
    np.float32,
    st.tuples(st.integers(1, 6), st.integers(1, 5)),
    elements=st.floats(-1, 1, width=32),
)


@given(similarities)
def test_pooling_equals_its_definition(found: np.ndarray) -> None:
    pooled = pool_affinity(found)
    for target, column in enumerate(found.T.astype(float).tolist()):
        expected = MAX_SHARE * max(column) + (1 - MAX_SHARE) * sum(column) / len(column)
        assert pooled[target] == pytest.approx(min(max(expected, 0.0), 1.0), abs=1e-5)


@given(similarities)
def test_order_of_passages_does_not_matter(found: np.ndarray) -> None:
    np.testing.assert_allclose(pool_affinity(found), pool_affinity(found[::-1]), atol=1e-6)


def test_an_owner_without_passages_has_no_affinity() -> None:
    with pytest.raises(ValueError, match="unknown, not zero"):
        pool_affinity(np.empty((0, 3), dtype=np.float32))
