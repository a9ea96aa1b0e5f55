"""The published networks: their key layouts, and what their less usual layers compute."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from featherbrush.compression.networks.published import munit, spade
from featherbrush.compression.networks.published.architectures import (
    NAMES,
    Architecture,
    build,
    named,
    parse_configuration,
    sample_inputs,
)
from featherbrush.compression.networks.published.configurations import ConfigurationError
from featherbrush.compression.networks.published.layers import SeparableConvolution

TINY: dict[str, Architecture] = {
    "resnet_9blocks": Architecture(name="resnet_9blocks", channels=2),
    "mobile_resnet_9blocks": Architecture(name="mobile_resnet_9blocks", channels=2),
    "sub_mobile_resnet_9blocks": Architecture(
        name="sub_mobile_resnet_9blocks", configuration=(2, 3, 2, 1, 2, 3, 2, 3)
    ),
    "spade": Architecture(name="spade", channels=2, labels=3, upsampling="normal"),
    "sub_mobile_spade": Architecture(
        name="sub_mobile_spade", configuration=(1, 2, 1, 2, 1, 2, 3, 4), labels=3
    ),
    "munit": Architecture(name="munit", channels=2),
    "sub_mobile_munit": Architecture(
        name="sub_mobile_munit", configuration=(1, 2, 1, 2, 1, 2, 3, 1, 2, 3)
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_every_architecture_draws_a_picture_of_its_input_s_size(name: str) -> None:
    torch.manual_seed(0)
    chosen = TINY[name]
    height = max(2 * chosen.multiple, 16)
    width = height + chosen.multiple

    with torch.no_grad():
        drawn = build(chosen)(*sample_inputs(chosen, height=height, width=width))

    assert drawn.shape == (1, 3, height, width)
    assert drawn.isfinite().all()
    assert drawn.abs().max() <= 1


@pytest.mark.parametrize(
    ("chosen", "keys", "some"),
    [
        (
            Architecture(name="resnet_9blocks"),
            48,
            {
                "model.1.weight": (64, 3, 7, 7),
                "model.10.conv_block.1.weight": (256, 256, 3, 3),
                "model.18.conv_block.6.bias": (256,),
                "model.19.weight": (256, 128, 3, 3),
                "model.26.weight": (3, 64, 7, 7),
            },
        ),
        (
            Architecture(name="sub_mobile_resnet_9blocks", configuration=(24, 24, 24, 32, 20, 16)),
            84,
            {
                "model.7.weight": (96, 48, 3, 3),
                "model.18.conv_block.1.conv.0.weight": (96, 1, 3, 3),
                "model.18.conv_block.1.conv.2.weight": (128, 96, 1, 1),
                "model.19.weight": (96, 40, 3, 3),
                "model.22.weight": (40, 16, 3, 3),
            },
        ),
        (
            Architecture(
                name="sub_mobile_resnet_9blocks",
                configuration=(32, 32, 48, 32, 40, 48, 16, 16),
            ),
            84,
            {
                "model.12.conv_block.6.conv.0.weight": (128, 1, 3, 3),
                "model.13.conv_block.6.conv.0.weight": (160, 1, 3, 3),
                "model.18.conv_block.6.conv.0.weight": (192, 1, 3, 3),
            },
        ),
        (
            Architecture(name="spade"),
            198,
            {
                "fc.weight": (1024, 36, 3, 3),
                "G_middle_1.norm_1.mlp_shared.0.weight": (128, 36, 3, 3),
                "up_0.conv_s.weight": (512, 1024, 1, 1),
                "up_3.norm_s.mlp_gamma.weight": (128, 128, 3, 3),
                "up_3.norm_1.param_free_norm.running_var": (64,),
                "conv_img.weight": (3, 64, 3, 3),
            },
        ),
        (
            Architecture(name="spade", upsampling="most"),
            230,
            {"up_4.conv_1.weight": (32, 32, 3, 3), "conv_img.weight": (3, 32, 3, 3)},
        ),
        (
            Architecture(name="sub_mobile_spade", configuration=(32, 32, 32, 48, 32, 24, 24, 32)),
            270,
            {
                "G_middle_1.conv_0.weight": (768, 512, 3, 3),
                "G_middle_1.norm_1.mlp_beta.conv.2.weight": (768, 96, 1, 1),
                "up_3.norm_s.mlp_gamma.conv.0.weight": (64, 1, 3, 3),
                "conv_img.weight": (3, 32, 3, 3),
            },
        ),
        (
            Architecture(name="munit"),
            66,
            {
                "enc_style.model.6.weight": (8, 256, 1, 1),
                "enc_content.model.3.model.3.model.1.conv.weight": (256, 256, 3, 3),
                "dec.model.2.norm.gamma": (128,),
                "dec.model.5.conv.weight": (3, 64, 7, 7),
                "mlp.model.2.fc.weight": (4096, 256),
            },
        ),
        (
            Architecture(
                name="sub_mobile_munit",
                configuration=(16, 16, 16, 24, 56, 16, 40, 40, 32, 24),
            ),
            102,
            {
                "enc_content.model.3.model.0.model.0.conv.conv.2.weight": (224, 96, 1, 1),
                "enc_content.model.3.model.2.model.1.conv.conv.0.weight": (64, 1, 3, 3),
                "dec.model.2.conv.conv.0.weight": (96, 1, 5, 5),
                "dec.model.4.conv.conv.2.weight": (24, 64, 1, 1),
            },
        ),
    ],
)
def test_keys_and_shapes_are_those_of_the_public_releases(
    chosen: Architecture, keys: int, some: dict[str, tuple[int, ...]]
) -> None:
    with torch.device("meta"):
        state = build(chosen).state_dict()

    found = {key: tuple(tensor.shape) for key, tensor in state.items()}
    assert len(found) == keys
    assert {key: found.get(key) for key in some} == some


def test_layer_norm_divides_by_the_sample_deviation_plus_epsilon() -> None:
    x = torch.randn(1, 3, 5, 7, generator=torch.Generator().manual_seed(1)) * 1e-4
    norm = munit.LayerNorm(3)
    torch.nn.init.uniform_(norm.gamma, generator=torch.Generator().manual_seed(2))

    due = (x - x.mean()) / (x.std() + 1e-5) * norm.gamma[:, None, None]

    assert torch.allclose(norm(x), due, atol=1e-6)


def test_the_style_sets_shift_before_scale_norm_by_norm() -> None:
    torch.manual_seed(0)
    block = munit.ResidualBlock(2, 3, separable=False)
    x = torch.randn(1, 2, 6, 6)
    affine = [torch.randn(1, n) for n in (3, 3, 2, 2)]

    first, second = block.model
    y = F.conv2d(F.pad(x, (1, 1, 1, 1), mode="reflect"), first.conv.weight, first.conv.bias)
    y = F.batch_norm(y, None, None, weight=affine[1][0], bias=affine[0][0], training=True).relu()
    y = F.conv2d(F.pad(y, (1, 1, 1, 1), mode="reflect"), second.conv.weight, second.conv.bias)
    y = F.batch_norm(y, None, None, weight=affine[3][0], bias=affine[2][0], training=True)

    assert torch.allclose(block.styled(x, affine), x + y, atol=1e-5)


def test_modulation_scales_by_one_plus_gamma() -> None:
    torch.manual_seed(0)
    norm = spade.Modulation(2, labels=3, hidden=4, separable=False).eval()
    norm.param_free_norm.running_mean.uniform_()
    norm.param_free_norm.running_var.uniform_(0.5, 2)
    x, labels = torch.randn(1, 2, 4, 4), torch.rand(1, 3, 4, 4)

    hidden = F.relu(norm.mlp_shared[0](labels))
    mean, variance = norm.param_free_norm.running_mean, norm.param_free_norm.running_var
    normed = (x - mean[:, None, None]) / (variance + 1e-5).sqrt()[:, None, None]
    due = normed * (1 + norm.mlp_gamma(hidden)) + norm.mlp_beta(hidden)

    assert torch.allclose(norm(x, labels), due, atol=1e-5)


@pytest.mark.parametrize(("upsampling", "start"), [("normal", 32), ("more", 64), ("most", 128)])
def test_labels_are_taken_by_nearest_neighbour_at_the_published_scales(
    upsampling: spade.Upsampling, start: int
) -> None:
    chosen = Architecture(name="spade", channels=2, labels=3, upsampling=upsampling)
    network = build(chosen)
    (labels,) = sample_inputs(chosen, height=256, width=384)
    seen: list[torch.Tensor] = []
    network.get_submodule("fc").register_forward_hook(lambda _m, given, _o: seen.append(given[0]))

    with torch.no_grad():
        network(labels)

    due = F.interpolate(labels, size=(256 // start, 384 // start), mode="nearest")
    assert torch.equal(seen[0], due)


def test_a_separable_convolution_norms_between_its_halves() -> None:
    torch.manual_seed(0)
    layer = SeparableConvolution(3, 5, kernel=3, padding=1)
    x = torch.randn(1, 3, 6, 6)

    depthwise, _, pointwise = layer.conv
    due = pointwise(F.instance_norm(depthwise(x)))

    assert torch.equal(layer(x), due)


def test_pictures_beyond_the_range_are_clamped() -> None:
    torch.manual_seed(0)
    network = build(TINY["resnet_9blocks"])
    picture = torch.randn(1, 3, 32, 32) * 3

    with torch.no_grad():
        assert torch.equal(network(picture), network(picture.clamp(-1, 1)))


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("sub_mobile_resnet_9blocks", "32_32_48", "6 or 8"),
        ("sub_mobile_spade", "32_32_32_48_32_24_24", "8 numbers"),
        ("sub_mobile_munit", "16_16_16_24_56_16_40_40_32_0", "1 to 512"),
        ("sub_mobile_munit", "16_16_16_24_56_16_40_40_32_999999999999", "1 to 512"),
        ("sub_mobile_spade", "32_32_32_48_32_24_24_²", "8 numbers"),
        ("resnet_9blocks", "32", "no configuration"),
    ],
)
def test_a_configuration_that_no_network_has_is_refused(name: str, text: str, told: str) -> None:
    with pytest.raises(ConfigurationError, match=told):
        parse_configuration(name, text)


def test_what_cannot_be_built_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="resnet_9blocks"):
        named("resnet_6blocks")
    with pytest.raises(ConfigurationError, match="needs a configuration"):
        Architecture(name="sub_mobile_munit")
    with pytest.raises(ConfigurationError, match="'normal' and 'more'"):
        Architecture(name="sub_mobile_spade", configuration=(8,) * 8, upsampling="most")
    with pytest.raises(ConfigurationError, match="labels: 1 to 256"):
        Architecture(name="spade", labels=100_000)
