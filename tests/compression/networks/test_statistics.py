"""Re-calibration: running statistics become the plain mean over the batches that were shown."""

from __future__ import annotations

import torch
from torch import nn

from featherbrush.compression.networks.statistics import recalibrate


def test_statistics_are_the_mean_over_the_batches() -> None:
    network = nn.Sequential(nn.BatchNorm2d(2, momentum=0.3))
    network(torch.randn(4, 2, 8, 8) * 100)  # what was there before does not count
    shown = [torch.randn(4, 2, 8, 8) * (i + 1) + i for i in range(5)]

    recalibrate(network, lambda i: network(shown[i]), batches=5)

    norm = network[0]
    means = torch.stack([x.mean((0, 2, 3)) for x in shown]).mean(0)
    variances = torch.stack([x.var((0, 2, 3)) for x in shown]).mean(0)
    assert torch.allclose(norm.running_mean, means, atol=1e-5)
    assert torch.allclose(norm.running_var, variances, atol=1e-4)


def test_the_network_is_left_ready_for_use_and_for_further_training() -> None:
    network = nn.Sequential(nn.BatchNorm2d(2, momentum=0.3), nn.Dropout(0.5)).train()

    recalibrate(network, lambda _: network(torch.randn(2, 2, 4, 4)), batches=2)

    assert not any(module.training for module in network.modules())
    assert network[0].momentum == 0.3


def test_weights_do_not_change_and_need_no_gradients() -> None:
    network = nn.Sequential(nn.Conv2d(2, 2, 1), nn.BatchNorm2d(2))
    before = {name: p.clone() for name, p in network.named_parameters()}
    outputs = []

    recalibrate(network, lambda _: outputs.append(network(torch.randn(2, 2, 4, 4))), batches=1)

    assert all(torch.equal(p, before[name]) for name, p in network.named_parameters())
    assert not outputs[0].requires_grad
