"""What an encoder computes on: found without torch, refused in one line where torch cannot use it."""

import ctypes
import platform
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from matching.core import device
from matching.core.device import Device, DeviceError, count_nvidia, find_device, torch_has_cuda
from matching.core.encoder import check_usable

CUDA_BUILD = "__version__ = '2.13.0'\ncuda: Optional[str] = '13.0'\nhip: Optional[str] = None\n"
CPU_BUILD = "__version__ = '2.13.0+cpu'\ncuda: Optional[str] = None\nhip: Optional[str] = '6.4'\n"


class Driver(SimpleNamespace):
    """NVIDIA's management library, answering with so many processors, or with an error."""

    def __init__(self, count: int, *, error: int = 0) -> None:
        def tell(found: Any) -> int:
            found._obj.value = count
            return 0

        super().__init__(nvmlInit_v2=lambda: error, nvmlDeviceGetCount_v2=tell)


def with_machine(
    monkeypatch: pytest.MonkeyPatch, folder: Path, *, build: str, driver: Driver | None, system: str = "Linux"
) -> None:
    (folder / "version.py").write_text(build)
    spec = ModuleSpec("torch", None, origin=str(folder / "__init__.py"))
    monkeypatch.setattr(device, "find_spec", lambda name: spec)
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: "arm64" if system == "Darwin" else "x86_64")
    monkeypatch.setattr(device, "computes_in_bfloat16", lambda: False)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    def load(name: str) -> Driver:
        if driver is None:
            raise OSError(name)
        return driver

    monkeypatch.setattr(ctypes, "CDLL", load)


@pytest.mark.parametrize(
    ("build", "driver", "system", "found"),
    [
        (CUDA_BUILD, Driver(2), "Linux", Device("cuda", "fp16")),
        (CUDA_BUILD, Driver(0), "Linux", Device("cpu", "fp32")),
        (CUDA_BUILD, Driver(2, error=9), "Linux", Device("cpu", "fp32")),
        (CUDA_BUILD, None, "Linux", Device("cpu", "fp32")),
        (CPU_BUILD, Driver(2), "Linux", Device("cpu", "fp32")),
        (CPU_BUILD, None, "Darwin", Device("mps", "fp16")),
    ],
)
def test_the_best_that_driver_and_torch_both_have(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, build: str, driver: Driver | None, system: str, found: Device
) -> None:
    with_machine(monkeypatch, tmp_path, build=build, driver=driver, system=system)
    assert find_device("auto") == found


def test_what_is_named_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_machine(monkeypatch, tmp_path, build=CUDA_BUILD, driver=Driver(2))
    assert find_device("cpu") == Device("cpu", "fp32")
    assert find_device("cuda:1") == Device("cuda:1", "fp16")


def test_a_processor_with_bfloat16_computes_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "computes_in_bfloat16", lambda: True)
    assert find_device("cpu") == Device("cpu", "bf16")


@pytest.mark.parametrize("name", ["", "gpu", "cuda:", "cuda:x", "CUDA", "cpu "])
def test_a_name_of_no_device_is_refused(name: str) -> None:
    with pytest.raises(DeviceError, match="is no device: auto, cpu, cuda, cuda:0 and mps are"):
        find_device(name)


@pytest.mark.parametrize("hidden", ["", "-1", " "])
def test_processors_hidden_from_the_process_do_not_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hidden: str
) -> None:
    with_machine(monkeypatch, tmp_path, build=CUDA_BUILD, driver=Driver(2))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    assert count_nvidia() == 2
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    assert count_nvidia() == 0


def test_without_torch_there_is_no_cuda(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(device, "find_spec", lambda name: None)
    assert torch_has_cuda() is False
    spec = ModuleSpec("torch", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(device, "find_spec", lambda name: spec)
    assert torch_has_cuda() is False  # no file of versions


def test_looking_needs_no_torch() -> None:
    loaded = "torch" in sys.modules
    find_device("auto")
    assert ("torch" in sys.modules) is loaded


def torch_with(cuda: int, *, mps: bool = False) -> Any:
    return SimpleNamespace(
        __version__="2.13.0",
        cuda=SimpleNamespace(is_available=lambda: cuda > 0, device_count=lambda: cuda),
        backends=SimpleNamespace(mps=SimpleNamespace(is_available=lambda: mps)),
    )


@pytest.mark.parametrize(
    ("name", "torch"),
    [("cuda", torch_with(0)), ("cuda:1", torch_with(1)), ("mps", torch_with(1))],
)
def test_what_torch_cannot_use_is_refused_with_the_way_out(name: str, torch: Any) -> None:
    with pytest.raises(DeviceError) as refused:
        check_usable(Device(name, "fp16"), torch)
    assert str(refused.value) == f"torch 2.13.0 cannot use {name} here: set EMBEDDING_DEVICE=cpu."


@pytest.mark.parametrize(
    ("name", "torch"),
    [("cpu", None), ("cuda", torch_with(1)), ("cuda:1", torch_with(2)), ("mps", torch_with(0, mps=True))],
)
def test_what_torch_can_use_is_taken(name: str, torch: Any) -> None:
    check_usable(Device(name, "fp16"), torch)
