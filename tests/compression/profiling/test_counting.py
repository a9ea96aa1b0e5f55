"""Parameters and MACs of published networks, against figures worked out by hand and against the published table."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from featherbrush.compression.networks.published.architectures import Architecture
from featherbrush.compression.networks.published.configurations import ConfigurationError
from featherbrush.compression.profiling.counting import counts_of, watched
from featherbrush.compression.profiling.paper import recompute, shorten


def test_a_convolution_costs_its_taps_per_output_value() -> None:
    network = nn.Sequential(nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), nn.InstanceNorm2d(6))

    with watched(network) as counter:
        network(torch.zeros(1, 4, 8, 8))

    assert counter.macs == counter.macs_paper == 6 * 16 * (2 * 9)
    assert counter.normalised == 6 * 16


def test_a_transposed_convolution_is_charged_at_its_output_only_in_the_paper_s_convention() -> None:
    network = nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1)

    with watched(network) as counter:
        network(torch.zeros(1, 4, 8, 8))

    assert counter.macs == 4 * 64 * 6 * 9
    assert counter.macs_paper == 4 * counter.macs


def test_counting_leaves_no_hooks_behind() -> None:
    network = nn.Linear(3, 5)
    with watched(network) as counter:
        network(torch.zeros(1, 3))
    network(torch.zeros(1, 3))

    assert counter.macs == 15
    assert not network._forward_hooks


def test_all_published_rows_are_met() -> None:
    rows = recompute()

    assert len(rows) == 17
    assert [f"{r.row.system} {r.row.dataset} {r.row.method}" for r in rows if not r.holds] == []
    exact = {r.row.method: r.counts.macs_paper for r in rows if r.row.dataset == "coco-stuff"}
    assert exact == {"original": 191140069376, "compressed (fast)": 35415359488}


def test_true_arithmetic_is_a_quarter_at_transposed_convolutions() -> None:
    counted = counts_of(Architecture(name="resnet_9blocks"), height=256, width=256)

    up = 256 * 128 * 9 * 128 * 128 + 128 * 64 * 9 * 256 * 256
    assert counted.macs_paper - counted.macs == up - up // 4


def test_a_drawn_picture_needs_no_style_encoder() -> None:
    chosen = Architecture(name="munit", channels=4)

    whole = counts_of(chosen, height=64, width=64)
    drawn = counts_of(chosen, height=64, width=64, style_encoder=False)

    assert drawn.macs < whole.macs
    assert whole.parameters - drawn.parameters == sum(
        n for n in (4 * 147 + 4, 8 * 64 + 8, 16 * 128 + 16, 16 * 256 + 16, 16 * 256 + 16, 136)
    )


@pytest.mark.parametrize(("height", "width"), [(250, 256), (0, 256), (256, 8192), (8, 256)])
def test_a_size_that_the_network_does_not_take_is_refused(height: int, width: int) -> None:
    with pytest.raises(ConfigurationError, match=f"size {height}x{width}"):
        counts_of(Architecture(name="resnet_9blocks", channels=2), height=height, width=width)


def test_a_mobile_label_network_needs_two_pixels_at_its_coarsest() -> None:
    chosen = Architecture(name="sub_mobile_spade", configuration=(1,) * 8, labels=3)

    assert counts_of(chosen, height=64, width=128).macs > 0
    with pytest.raises(ConfigurationError, match="size 64x64"):
        counts_of(chosen, height=64, width=64)


def test_figures_are_shortened_as_they_were_published() -> None:
    assert [shorten(v) for v in (93.048, 281.28, 0.34163, 1.1003, 56.8)] == [
        "93.0",
        "281",
        "0.342",
        "1.10",
        "56.8",
    ]
