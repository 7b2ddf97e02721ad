"""What an encoder computes on, found without importing torch, which takes seconds.

``auto`` takes a graphics processor where the driver reports one and torch was built for it: NVIDIA's through CUDA, Apple's
through Metal. Models compute there in float16, and on the processor in bfloat16 where it has the instructions.
"""

import ctypes
import os
import platform
import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

AUTO, CPU, CUDA, MPS = "auto", "cpu", "cuda", "mps"
DEVICES = re.compile(r"auto|cpu|mps|cuda(:\d{1,2})?")


class EncoderError(RuntimeError):
    """An encoder cannot be used as this installation is set up; the text says what to do."""


class DeviceError(EncoderError):
    """The device that was asked for does not exist, or torch cannot use it."""


@dataclass(frozen=True, slots=True)
class Device:
    """``name`` as torch has it, ``dtype`` the number format (``fp32``, ``bf16`` or ``fp16``) that serves it best."""

    name: str
    dtype: str

    @property
    def is_processor(self) -> bool:
        return self.name == CPU


def find_device(wanted: str = AUTO) -> Device:
    """The device of that name, or the best there is. Raises :class:`DeviceError` for a name that is none.

    >>> find_device("cuda:1"), find_device("mps").is_processor
    (Device(name='cuda:1', dtype='fp16'), False)
    """
    if not DEVICES.fullmatch(wanted):
        raise DeviceError(f"{wanted!r} is no device: auto, cpu, cuda, cuda:0 and mps are.")
    name = _best() if wanted == AUTO else wanted
    if name == CPU:
        return Device(CPU, "bf16" if computes_in_bfloat16() else "fp32")
    return Device(name, "fp16")


def _best() -> str:
    if torch_has_cuda() and count_nvidia():
        return CUDA
    return MPS if (platform.system(), platform.machine()) == ("Darwin", "arm64") else CPU


def torch_has_cuda() -> bool:
    """Whether the installed torch was built with CUDA, read from its file of versions."""
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return False
    version = Path(spec.origin).parent / "version.py"
    with suppress(OSError):
        return re.search(r"^cuda\b[^=\n]*= *['\"]", version.read_text(), re.MULTILINE) is not None
    return False


def count_nvidia() -> int:
    """How many graphics processors NVIDIA's driver reports to this process.

    Asked of the management library, which unlike CUDA itself leaves a process free to fork.
    """
    if os.environ.get("CUDA_VISIBLE_DEVICES", "all").strip() in {"", "-1"}:
        return 0
    count = ctypes.c_uint(0)
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL("libnvidia-ml.so.1")
        if library.nvmlInit_v2() == 0 and library.nvmlDeviceGetCount_v2(ctypes.byref(count)) == 0:
            return count.value
    return 0


@cache
def computes_in_bfloat16() -> bool:
    """Whether the processor has instructions for bfloat16 products; elsewhere they are emulated and slow."""
    if platform.machine() != "x86_64":
        return False
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags
