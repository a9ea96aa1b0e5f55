"""A folded student computes what the trained one computes, without norms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.data.pixels import one_hot
from featherbrush.compression.distillation.space import Space
from featherbrush.compression.export.fold import fold
from featherbrush.compression.export.onnx_file import trace
from featherbrush.compression.families.conditional import noisy_pyramid
from featherbrush.compression.networks.class_adaptive import ClassAdaptiveGenerator
from featherbrush.compression.networks.elastic import Widths
from featherbrush.compression.networks.foldable import FoldableGenerator
from featherbrush.compression.networks.mobile import MobileResnetGenerator
from featherbrush.compression.networks.statistics import recalibrate


def _inputs(height: int, width: int) -> tuple[list[Tensor], Tensor]:
    random = torch.Generator().manual_seed(height)
    ids = torch.randint(0, 4, (1, height, width), generator=random)
    return noisy_pyramid(one_hot(ids, classes=4), random), torch.randn(1, 3, generator=random)


def _class_adaptive() -> nn.Module:
    torch.manual_seed(0)
    widths = Widths((6, 6, 4, 4, 3, 2))
    return _settled(ClassAdaptiveGenerator(classes=4, style=3, widths=widths))


def _foldable() -> nn.Module:
    torch.manual_seed(0)
    return _settled(FoldableGenerator(channels=5, style=3, widths=Widths((6, 5, 7, 4, 3))))


def _separable() -> nn.Module:
    torch.manual_seed(0)
    widths = Widths.parse("6_5s_7s_4_3s")
    return _settled(FoldableGenerator(channels=5, style=3, widths=widths))


def _mobile() -> nn.Module:
    torch.manual_seed(0)
    network = MobileResnetGenerator(channels=5, widths=Widths((4, 3, 2, 3, 2, 3, 3, 4)))
    return network.eval()


STUDENTS = pytest.mark.parametrize("student", [_class_adaptive, _foldable, _separable, _mobile])


def _settled(network: nn.Module) -> nn.Module:
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.3, 2)
            nn.init.normal_(module.bias)
    recalibrate(network, lambda i: network(*_inputs(64, 64 + 32 * i)), batches=2)
    return network


@STUDENTS
@pytest.mark.parametrize(("height", "width"), [(64, 64), (96, 128)])
def test_folding_changes_no_picture(
    student: Callable[[], nn.Module], height: int, width: int
) -> None:
    network = student()

    with torch.no_grad():
        wanted = network(*_inputs(height, width))
        found = fold(network)(*_inputs(height, width))

    assert found.shape == wanted.shape
    assert (found - wanted).abs().max() < 1e-4  # rounding; a level of 8 bits is 8e-3
    assert wanted.std() > 0.01


@STUDENTS
def test_no_norm_is_left_and_the_student_keeps_its_own(student: Callable[[], nn.Module]) -> None:
    network = student()
    before = {name: t.clone() for name, t in network.state_dict().items()}

    folded = fold(network)

    assert not [m for m in folded.modules() if isinstance(m, nn.BatchNorm2d)]
    after = network.state_dict()
    assert after.keys() == before.keys()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())


def test_a_network_that_still_trains_is_refused() -> None:
    with pytest.raises(ValueError, match="evaluation mode"):
        fold(_class_adaptive().train())


@STUDENTS
def test_a_file_slices_no_weights_while_it_draws(student: Callable[[], nn.Module]) -> None:
    pyramid, style = _inputs(64, 64)

    class Drawing(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = fold(student())

        def forward(self, canvas: Tensor) -> Tensor:
            picture: Tensor = self.network([canvas.permute(0, 3, 1, 2), *pyramid[1:]], style)
            return picture.permute(0, 2, 3, 1)

    canvas = pyramid[0].permute(0, 2, 3, 1)
    model = trace(Drawing(), {"canvas": canvas}, output="picture")

    made_by = {name: node.op_type for node in model.graph.node for name in node.output}
    convolutions = [n for n in model.graph.node if n.op_type.startswith("Conv")]
    assert convolutions
    assert not [n for n in convolutions if made_by.get(n.input[1]) == "Slice"]


def test_a_supernet_that_has_not_chosen_is_refused() -> None:
    space = Space.of([[6], [5], [7, "7s"], [4], [3]])
    network = FoldableGenerator(channels=5, style=3, widths=space.supernet).eval()

    with pytest.raises(ValueError, match="sub-network"):
        fold(network)
