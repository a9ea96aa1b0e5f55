"""Public checkpoints load into the published networks, whichever release wrote them; hostile ones do not."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from featherbrush.compression.importing.checkpoint import CheckpointError, read_tensors
from featherbrush.compression.importing.loading import load
from featherbrush.compression.networks.published.architectures import (
    NAMES,
    Architecture,
    Name,
    build,
    sample_inputs,
)
from featherbrush.compression.networks.published.configurations import ConfigurationError

Network = Callable[[str], nn.Module]
Save = Callable[..., Path]
State = dict[str, Tensor]
Spectral = Callable[[State], tuple[State, State]]


def _equal(path: Path, original: nn.Module, chosen: Architecture, **options: object) -> None:
    found, network = load(path, name=chosen.name, upsampling=chosen.upsampling, **options)  # type: ignore[arg-type]
    assert found.configuration == chosen.configuration
    inputs = sample_inputs(chosen, height=64, width=96)
    with torch.no_grad():
        assert torch.allclose(network(*inputs), original(*inputs), atol=1e-5)


@pytest.mark.parametrize("name", NAMES)
def test_channels_configuration_and_labels_are_read_from_the_shapes(
    network: Network, save: Save, tiny: dict[str, Architecture], name: Name
) -> None:
    original = network(name)

    _equal(save(original.state_dict()), original, tiny[name])


@pytest.mark.parametrize("name", ["resnet_9blocks", "sub_mobile_resnet_9blocks"])
def test_blocks_without_dropout_and_statistics_of_early_releases_load(
    network: Network, save: Save, tiny: dict[str, Architecture], name: Name
) -> None:
    original = network(name)
    state = {
        k.replace("conv_block.6.", "conv_block.5."): v for k, v in original.state_dict().items()
    }
    state |= {
        "model.2.running_mean": torch.ones(2),
        "model.10.conv_block.2.running_var": torch.ones(8),
    }

    _equal(save(state), original, tiny[name])


def test_the_former_file_format_loads(
    network: Network, save: Save, tiny: dict[str, Architecture]
) -> None:
    original = network("resnet_9blocks")
    path = save(original.state_dict(), _use_new_zipfile_serialization=False)

    _equal(path, original, tiny["resnet_9blocks"])


def test_spectral_norms_are_divided_out(
    network: Network, save: Save, tiny: dict[str, Architecture], spectral: Spectral
) -> None:
    original = network("spade")
    stored, used = spectral(original.state_dict())
    original.load_state_dict(original.state_dict() | used)

    _equal(save(stored), original, tiny["spade"])


def test_statistics_of_the_full_width_are_cut_to_the_first(
    network: Network, save: Save, tiny: dict[str, Architecture]
) -> None:
    original = network("sub_mobile_spade")
    state = original.state_dict()
    for key, tensor in state.items():
        if key.endswith(("running_mean", "running_var")):
            state[key] = torch.cat((tensor, torch.full((7,), 99.0)))

    _equal(save(state), original, tiny["sub_mobile_spade"])


def test_a_hidden_width_of_128_is_the_spade_release_s(save: Save) -> None:
    chosen = Architecture(name="spade", channels=2, labels=3, upsampling="normal", hidden=128)
    torch.manual_seed(0)
    original = build(chosen)

    _equal(save(original.state_dict()), original, chosen)


def test_a_part_is_chosen_and_data_parallel_prefixes_go(
    network: Network, save: Save, tiny: dict[str, Architecture]
) -> None:
    original = network("munit")
    state = {f"module.{key}": value for key, value in original.state_dict().items()}
    path = save({"a": state, "b": {"conv.weight": torch.zeros(1)}})

    with pytest.raises(CheckpointError, match="--part: a, b"):
        load(path, name="munit")
    with pytest.raises(CheckpointError, match="no part 'c'; it has a, b"):
        load(path, name="munit", part="c")
    _equal(path, original, tiny["munit"], part="a")


def test_the_first_key_that_does_not_fit_is_named(network: Network, save: Save) -> None:
    state = network("resnet_9blocks").state_dict()

    def complaint(changed: State, **options: object) -> str:
        with pytest.raises(CheckpointError) as told:
            load(save(changed), name="resnet_9blocks", **options)  # type: ignore[arg-type]
        text = str(told.value)
        assert "\n" not in text and "net.pth" in text
        return text

    less = {k: v for k, v in state.items() if k not in ("model.4.bias", "model.22.bias")}
    assert "model.4.bias: missing" in complaint(less)
    assert "model.1.weight: missing" in complaint({"conv.weight": torch.zeros(1)})
    assert "extra.weight: resnet_9blocks ngf=2 has no such key" in complaint(
        state | {"extra.weight": torch.zeros(1)}
    )
    assert "model.7.weight: has shape (8, 4, 5, 5), (8, 4, 3, 3) is due" in complaint(
        state | {"model.7.weight": torch.zeros(8, 4, 5, 5)}
    )
    assert "model.1.weight: has shape (2, 3, 7, 7), (4, 3, 7, 7) is due" in complaint(
        state, channels=4
    )
    assert "model.7.bias: holds values that are not finite" in complaint(
        state | {"model.7.bias": torch.full((8,), torch.nan)}
    )
    assert "model.7.bias: holds torch.int64" in complaint(
        state | {"model.7.bias": torch.ones(8, dtype=torch.long)}
    )


def test_a_broken_spectral_norm_is_named(network: Network, save: Save, spectral: Spectral) -> None:
    state, _ = spectral(network("spade").state_dict())

    def complaint(changed: State) -> str:
        with pytest.raises(CheckpointError) as told:
            load(save(changed), name="spade", upsampling="normal")
        return str(told.value)

    key = "up_0.conv_1.weight_v"
    assert f"{key}: missing" in complaint({k: v for k, v in state.items() if k != key})
    assert f"{key}: has shape (3,)" in complaint(state | {key: torch.ones(3)})
    assert "up_0.conv_1.weight_orig: its spectral norm is 0.0" in complaint(
        state | {key: torch.zeros_like(state[key])}
    )


class _Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path("exploded"),)  # type: ignore[return-value]


def test_pickled_objects_are_never_run(
    save: Save, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = tmp_path / "plain.pth"
    plain.write_bytes(pickle.dumps(_Bomb()))

    for path in (save({"model.1.weight": _Bomb()}), plain):
        with pytest.raises(CheckpointError) as told:
            read_tensors(path)
        assert str(told.value).startswith(str(path))
    assert not (tmp_path / "exploded").exists()


def test_whole_networks_are_refused_with_what_to_do(save: Save) -> None:
    with pytest.raises(CheckpointError, match=r"never run. Save its state_dict\(\) alone"):
        read_tensors(save(nn.Linear(2, 2)))


def test_a_tensor_larger_than_what_is_stored_is_refused(save: Save) -> None:
    path = save({"model.1.weight": torch.zeros(1).expand(100_000, 100_000)})

    with pytest.raises(CheckpointError, match=r"model.1.weight: .* more than the file stores"):
        read_tensors(path)


def test_an_archive_that_swells_is_refused_unread(save: Save, tmp_path: Path) -> None:
    swollen = tmp_path / "swollen.pth"
    source = save({"model.1.weight": torch.zeros(500_000)})
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))

    with pytest.raises(CheckpointError, match="packed archive"):
        read_tensors(swollen)


@pytest.mark.parametrize("content", [b"", b"\x80\x02", b"PK\x03\x04" + bytes(40), b"hello" * 50])
def test_what_is_no_checkpoint_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "net.pth"
    path.write_bytes(content)

    with pytest.raises(CheckpointError) as told:
        read_tensors(path)

    assert str(path) in str(told.value) and "\n" not in str(told.value)


def test_a_truncated_checkpoint_is_one_line(network: Network, save: Save) -> None:
    path = save(network("resnet_9blocks").state_dict())
    path.write_bytes(path.read_bytes()[:20_000])

    with pytest.raises(CheckpointError, match=r"net\.pth"):
        read_tensors(path)


def test_files_without_weights_are_refused(save: Save, tmp_path: Path) -> None:
    for content in ([torch.zeros(2)], {}, {"epoch": 3}, {"a": {}}, torch.zeros(2)):
        with pytest.raises(CheckpointError, match=r"state_dict|holds no weights"):
            read_tensors(save(content))
    with pytest.raises(CheckpointError, match="no such file"):
        read_tensors(tmp_path / "absent.pth")
    with pytest.raises(CheckpointError, match="no such file"):
        read_tensors(tmp_path)


def test_shapes_that_no_network_has_are_refused(network: Network, save: Save) -> None:
    state = network("sub_mobile_resnet_9blocks").state_dict()

    with pytest.raises(CheckpointError, match=r"model\.4\.weight: has shape"):
        load(
            save(state | {"model.4.weight": torch.zeros(7, 2, 3, 3)}),
            name="sub_mobile_resnet_9blocks",
        )
    with pytest.raises(ConfigurationError, match="channels: 1 to 512, not 5000"):
        load(save({"model.1.weight": torch.zeros(5000, 1, 1, 1)}), name="resnet_9blocks")
