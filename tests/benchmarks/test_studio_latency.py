"""The benchmark through the real window: what it refuses before it measures for minutes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "studio_latency.py"
PATIENCE = 30.0


@pytest.mark.parametrize("starts", ["0", "-1", "many"])
def test_less_than_one_start_is_refused_at_once(starts: str) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), f"--starts={starts}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 2
    assert f"--starts: {starts} is not a whole number from 1 on" in done.stderr
