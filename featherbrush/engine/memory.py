"""Peak memory of a model, measured in a process of its own that does nothing else."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from featherbrush.engine.arrays import Canvas
from featherbrush.engine.cancellation import Cancellation
from featherbrush.engine.child import in_child


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Bytes of resident memory: at most in the whole process, and what was there before loading.

    `baseline` is Python, numpy and onnxruntime; the difference is the model's own.
    """

    peak: int
    baseline: int


def measure_memory(
    path: Path,
    canvas: Canvas,
    *,
    threads: int | None = None,
    cancellation: Cancellation | None = None,
) -> MemoryUse:
    """Load a model and render a canvas twice in a fresh process; the most memory it had.

    Raises RenderError when the process fails, Cancelled when called off.
    """
    return MemoryUse(*in_child(_measure, path, canvas, threads, cancellation=cancellation))


def _measure(path: Path, canvas: Canvas, threads: int | None) -> tuple[int, int]:
    import onnxruntime  # noqa: F401 - loaded now, so that it counts as baseline

    from featherbrush.engine.generator import Generator

    baseline = peak_memory()
    generator = Generator(path, threads=threads)
    for _ in range(2):
        generator.render(canvas)
    return peak_memory(), baseline


def peak_memory() -> int:
    """The most resident memory that this process ever had, in bytes."""
    if sys.platform == "win32":
        return _windows_peak()
    if sys.platform == "linux":
        # Not getrusage: there the parent's size survives fork and exec.
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def _windows_peak() -> int:
    if sys.platform != "win32":
        raise NotImplementedError
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("rest", ctypes.c_size_t * 8),
        )

    counters = Counters()
    counters.cb = ctypes.sizeof(counters) - ctypes.sizeof(ctypes.c_size_t)
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    ask = kernel.K32GetProcessMemoryInfo
    ask.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
    if not ask(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb):
        return 0
    return int(counters.PeakWorkingSetSize)
