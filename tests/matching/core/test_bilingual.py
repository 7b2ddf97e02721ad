"""Which reader reads what."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from matching.core import bilingual
from matching.core.bilingual import BilingualEncoder, latin_spans, latin_weight, load_encoder
from matching.core.encoder import SentenceEncoder

ENGLISH, KOREAN = "We study robots.", "로봇을 연구한다."
MIXED = "연합 학습(federated learning with secure aggregation)을 연구한다."


class Fixed:
    """Gives every text the same vector and remembers what it was asked."""

    dimensions = 2

    def __init__(self, tag: str, vector: tuple[float, float]) -> None:
        self.tag, self._vector, self.read = tag, vector, list[str]()

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.read += texts
        return np.tile(np.array(self._vector, np.float32), (len(texts), 1))


@pytest.fixture
def english() -> Fixed:
    return Fixed("en", (1, 0))


@pytest.fixture
def korean() -> Fixed:
    return Fixed("ko", (0, 1))


@pytest.fixture
def both(english: Fixed, korean: Fixed) -> BilingualEncoder:
    return BilingualEncoder(english, korean)  # type: ignore[arg-type]


def test_every_text_goes_to_its_reader(both: BilingualEncoder, english: Fixed, korean: Fixed) -> None:
    vectors = both.encode([ENGLISH, KOREAN, MIXED, ""])
    assert english.read == [ENGLISH, "", "federated learning with secure aggregation"]
    assert korean.read == [KOREAN, MIXED]
    weight = latin_weight(MIXED)
    mixed = np.array([weight, 1 - weight]) / np.hypot(weight, 1 - weight)
    np.testing.assert_allclose(vectors, [[1, 0], [0, 1], mixed, [1, 0]], atol=1e-6)
    assert (both.tag, both.dimensions, both.encode([]).shape) == ("en+ko", 2, (0, 2))


def test_english_alone_never_loads_the_korean_reader(both: BilingualEncoder, korean: Fixed) -> None:
    both.encode([ENGLISH])
    assert korean.read == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (MIXED, "federated learning with secure aggregation"),
        ("CNN과 RNN을 비교한다", ""),
        ("CNN, RNN 및 graph transformer를 비교한다", "CNN, RNN, graph transformer"),
        ("C++로 구현한 a b c", ""),
    ],
)
def test_latin_spans(text: str, spans: str) -> None:
    assert latin_spans(text) == spans


def test_a_text_with_one_korean_name_is_nearly_english() -> None:
    assert latin_weight("김 " + "robots and humans " * 20) > 0.9 * bilingual.LATIN_WEIGHT
    assert latin_weight(KOREAN) == 0


def test_the_default_encoder_is_made_once_and_a_chosen_model_reads_alone() -> None:
    assert load_encoder() is load_encoder()
    assert load_encoder().tag.startswith("all-MiniLM-L6-v2@53aa51172d14:")
    assert "+korean@" in load_encoder().tag
    assert isinstance(load_encoder("org/multilingual@1"), SentenceEncoder)
