"""Two processes learn what one learns from the double batch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from featherbrush.compression.data.batches import Batch, BatchSource
from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.training.parallel import share

# A Pix2pix original without noise in what it is given, so that both runs draw from the same numbers.
TRAINING = """
import json, sys
from pathlib import Path
import numpy as np
import torch
from featherbrush.compression.data.store import SketchStore
from featherbrush.compression.families import conditional, pix2pix
from featherbrush.compression.training.loop import Training
from featherbrush.compression.training.parallel import leave, open_fabric
from featherbrush.compression.training.schedule import Phase, Schedule

torch.set_num_threads(1)
conditional.with_noise = lambda pyramid, noise: [
    torch.cat((p, torch.zeros_like(n)), 1) for p, n in zip(pyramid, noise)
]
random = np.random.default_rng(0)
pictures = random.integers(0, 255, (8, 64, 64, 3), np.uint8)
store = SketchStore(pictures, pictures[:, None, :, :, 0].copy())
torch.manual_seed(0)
networks = pix2pix.networks(channels=7, critics=3, ngf=2)
fabric = open_fabric()
training = Training(
    networks=networks,
    step=conditional.ConditionalStep(networks, conditional.Weights(), bfloat16=False),
    store=store,
    schedule=Schedule((Phase(64, 12, batch=4, paired=4),)),
    folder=Path(sys.argv[1]),
    on_phase=lambda phase, source: None,
    on_sample=lambda generator, path, phase: None,
    fabric=fabric,
)
losses = [training._advance() for _ in range(3)]
if fabric.is_global_zero:
    Path(sys.argv[1], "losses.json").write_text(json.dumps(losses))
leave()
"""


def _trained(folder: Path, *, processes: int) -> list[dict[str, float]]:
    folder.mkdir()
    script = folder / "train.py"
    script.write_text(TRAINING)
    command = [sys.executable, str(script), str(folder)]
    if processes > 1:
        launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
        command = [*launcher, f"--nproc-per-node={processes}", *command[1:]]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    losses: list[dict[str, float]] = json.loads((folder / "losses.json").read_text())
    return losses


def test_two_processes_have_the_losses_of_one_with_the_double_batch(tmp_path: Path) -> None:
    one = _trained(tmp_path / "one", processes=1)
    two = _trained(tmp_path / "two", processes=2)

    for ours, theirs in zip(one, two, strict=True):
        assert ours.keys() == theirs.keys()
        assert list(theirs.values()) == pytest.approx(list(ours.values()), rel=2e-3, abs=2e-3)


def test_parts_of_a_batch_are_the_batch(store: LabelledStore) -> None:
    batch = BatchSource(store=store, size=64, count=4, paired=2).batch(0)

    parts = [batch.part(i, 2) for i in range(2)]

    assert [p.paired for p in parts] == [1, 1]
    order = [0, 2, 1, 3]
    assert torch.equal(torch.cat([p.pictures for p in parts]), batch.pictures[order])
    assert torch.equal(torch.cat([p.wanted for p in parts]), batch.wanted[order])
    draws = [torch.randn(3, generator=p.random()) for p in parts]
    assert not torch.equal(draws[0], draws[1])


def test_a_batch_that_does_not_divide_is_refused() -> None:
    empty = torch.zeros(4, 3, 8, 8)

    with pytest.raises(ValueError, match="3 processes"):
        Batch(empty, empty, empty, paired=3, seed=0).part(0, 3)


def test_alone_nothing_is_shared() -> None:
    values = torch.arange(3.0)

    share([values])

    assert np.array_equal(values.numpy(), [0, 1, 2])
