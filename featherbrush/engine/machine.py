"""What this machine is, for a session's threads and for the line under every measurement."""

from __future__ import annotations

import math
import os
import platform
import struct
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """What a measurement was made on."""

    cpu: str
    cores: int
    system: str
    python: str
    onnxruntime: str

    def __str__(self) -> str:
        """One line for a report."""
        return (
            f"{self.cpu}, {self.cores} cores, {self.system},"
            f" Python {self.python}, onnxruntime {self.onnxruntime}"
        )


def describe_machine() -> Machine:
    """Describe the machine that runs us."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        runtime = version("onnxruntime")
    except PackageNotFoundError:  # a frozen application may carry the code without the metadata
        import onnxruntime

        runtime = str(onnxruntime.__version__)
    return Machine(
        cpu=cpu_name(),
        cores=physical_cores(),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        onnxruntime=runtime,
    )


def load_average() -> float | None:
    """How many threads ran or wanted to, over the last minute; None on Windows."""
    average = getattr(os, "getloadavg", None)
    return round(float(average()[0]), 2) if average else None


@cache
def cpu_name() -> str:
    """The processor's name as the system gives it."""
    for line in _lines(Path("/proc/cpuinfo")):
        key, _, value = line.partition(":")
        if key.strip() in ("model name", "Model") and value.strip():
            return value.strip()
    if platform.system() == "Darwin":
        return _sysctl("machdep.cpu.brand_string") or "unknown processor"
    return platform.processor() or platform.machine() or "unknown processor"


@cache
def physical_cores() -> int:
    """Cores that this process may use, hyper-threads not counted; at least 1."""
    allowed = _allowed_cpus()
    known = _linux_cores(allowed) or _darwin_cores() or _windows_cores()
    usable = known or os.cpu_count() or 1
    quota = _container_quota()
    limits = [usable, len(allowed) or usable, quota or usable]
    return max(1, min(limits))


def _allowed_cpus() -> set[int]:
    """The logical processors this process may run on; empty where the system does not tell."""
    affinity = getattr(os, "sched_getaffinity", None)
    return set(affinity(0)) if affinity else set()


def _linux_cores(allowed: set[int]) -> int:
    """Distinct cores among the allowed processors, 0 when not known."""
    cores: set[str] = set()
    for cpu in allowed:
        folder = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology")
        cores.update(_lines(folder / "thread_siblings_list")[:1])
    return len(cores)


def _darwin_cores() -> int:
    """The performance cores of a Mac (the efficiency ones hold every run up), 0 elsewhere."""
    if platform.system() != "Darwin":
        return 0
    text = _sysctl("hw.perflevel0.physicalcpu") or _sysctl("hw.physicalcpu")
    return int(text) if text.isdigit() else 0


def _windows_cores() -> int:
    """The cores of a Windows machine, 0 elsewhere and where it does not tell."""
    if sys.platform != "win32":
        return 0
    import ctypes
    from ctypes import wintypes

    try:
        ask = ctypes.WinDLL("kernel32").GetLogicalProcessorInformation
    except (AttributeError, OSError):
        return 0
    size = wintypes.DWORD(0)
    ask(None, ctypes.byref(size))  # says how much there is to tell
    told = ctypes.create_string_buffer(size.value)
    return _count_cores(told.raw[: size.value]) if ask(told, ctypes.byref(size)) else 0


def _count_cores(records: bytes) -> int:
    """How many of these SYSTEM_LOGICAL_PROCESSOR_INFORMATION are about a core.

    Each is a mask of logical processors, what they have in common, and 16 bytes on that.
    """
    return sum(shared == 0 for _, shared, *_ in struct.iter_unpack("@NI2Q", records))


def _container_quota() -> int:
    """The processors that a container's quota allows, rounded up; 0 without a quota."""
    words = " ".join(_lines(Path("/sys/fs/cgroup/cpu.max"))[:1]).split()
    if len(words) != 2 or not words[0].isdigit() or not words[1].isdigit():
        return 0
    return math.ceil(int(words[0]) / max(1, int(words[1])))


def _sysctl(name: str) -> str:
    import subprocess

    try:
        done = subprocess.run(
            ["/usr/sbin/sysctl", "-n", name], capture_output=True, text=True, timeout=5, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def _lines(path: Path) -> list[str]:
    """The lines of a small system file, none where it does not exist."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
