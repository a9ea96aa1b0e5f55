"""An original may begin as another one: what fits is taken, and what does not is left as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch.optim.swa_utils import AveragedModel

from featherbrush.compression.families import cyclegan, pix2pix
from featherbrush.compression.families.conditional import Networks
from featherbrush.compression.stages.original import begin_as
from featherbrush.compression.training import checkpoint


def saved(networks: Networks, path: Path) -> AveragedModel:
    """A checkpoint whose average is not what was trained last."""
    average = AveragedModel(networks.generator)
    with torch.no_grad():
        for weight in average.parameters():
            weight.add_(1)
    checkpoint.save({"networks": networks.state_dict(), "average": average.state_dict()}, path)
    return average


def test_a_cycle_begins_with_the_body_of_a_paired_original(tmp_path: Path) -> None:
    torch.manual_seed(3)
    average = saved(pix2pix.networks(channels=9, critics=8, ngf=4), tmp_path / "other.pt")
    networks = cyclegan.networks(ngf=4)
    before = {n: t.clone() for n, t in networks.state_dict().items()}

    begin_as(networks, tmp_path / "other.pt")

    theirs = checkpoint.part(average.state_dict(), "module.")
    taken, kept = 0, 0
    for name, ours in networks.generator.state_dict().items():
        fits = theirs[name].shape == ours.shape
        assert torch.equal(ours, theirs[name] if fits else before[f"generator.{name}"])
        taken, kept = taken + fits, kept + (not fits)
    assert taken > 40
    assert kept == 1, "only what reads the input is another"
    back = networks.state_dict()
    assert all(torch.equal(back[n], t) for n, t in before.items() if n.startswith("reverse."))


def test_what_has_nothing_in_common_is_refused(tmp_path: Path) -> None:
    saved(pix2pix.networks(channels=9, critics=8, ngf=4), tmp_path / "other.pt")
    wider = cyclegan.networks(ngf=6)
    with pytest.raises(checkpoint.CheckpointError, match=r"other\.pt: most of it does not fit"):
        begin_as(wider, tmp_path / "other.pt")
    with pytest.raises(checkpoint.CheckpointError, match="no checkpoint here"):
        begin_as(wider, tmp_path / "none.pt")
