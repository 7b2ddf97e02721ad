"""Whoever moves a module or its tests is told to tell ``make mutate``."""

import pytest

from mutation.__main__ import ROOT, TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_every_path_of_a_target_is_there(name: str) -> None:
    patterns = [*TARGETS[name]["sources"], *TARGETS[name]["tests"]]
    assert [one for one in patterns if not any(ROOT.glob(one))] == []
