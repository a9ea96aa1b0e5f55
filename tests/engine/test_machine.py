"""What the machine tells of itself, asked as each system wants to be asked."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from typing import Any

import pytest

from featherbrush.engine import machine

CORE, CACHE = 0, 2


class Kernel:
    """Windows' answer on a processor of four cores with two threads each, and its caches."""

    def __init__(self, *, knows: bool = True) -> None:
        self.knows = knows
        shared = [*((3 << 2 * core, CORE) for core in range(4)), (255, CACHE), (255, CACHE)]
        self.records = b"".join(struct.pack("@NI2Q", mask, what, 0, 0) for mask, what in shared)

    def GetLogicalProcessorInformation(self, room: Any, size: Any) -> int:
        """Fill the room when there is enough, and say how much that is."""
        if not self.knows:
            return 0
        enough = room is not None and size._obj.value >= len(self.records)
        if enough:
            room[: len(self.records)] = self.records
        size._obj.value = len(self.records)
        return int(enough)


def _windows(monkeypatch: pytest.MonkeyPatch, kernel: object) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_, **__: kernel, raising=False)
    monkeypatch.setattr(machine, "_allowed_cpus", set)
    monkeypatch.setattr(machine, "_container_quota", lambda: 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)


def test_hyper_threads_do_not_count_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    _windows(monkeypatch, Kernel())
    assert machine.physical_cores.__wrapped__() == 4


@pytest.mark.parametrize("kernel", [Kernel(knows=False), object()])
def test_a_windows_that_does_not_tell_its_cores_counts_processors(
    kernel: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    _windows(monkeypatch, kernel)
    assert machine.physical_cores.__wrapped__() == 8
