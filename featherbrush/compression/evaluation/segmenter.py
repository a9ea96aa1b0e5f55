"""The segmenter that judges: frozen Lite2 features and a light decoder, trained once on real pairs.

Only the decoder learns (0.12 M parameters), so a few minutes of one core are enough, and it is
small enough not to memorise 2,700 pictures. It is trained on real pictures with their exact label
maps; its score on real held-out pictures is the most that a generator can be expected to reach.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save
from torch import Tensor, nn
from torch.nn import functional as F

from featherbrush.compression.data.store import LabelledStore
from featherbrush.compression.evaluation.arrays import digest
from featherbrush.compression.evaluation.judge import (
    JUDGING_CHANNELS,
    JUDGING_TAPS,
    Pictures,
    as_input,
    batches,
    channels_last,
    judging_network,
)
from featherbrush.compression.evaluation.progress import shown
from featherbrush.compression.evaluation.segmentation import (
    Labels,
    Segmentation,
    confusion,
    scores,
)
from featherbrush.engine.errors import FeatherbrushError
from featherbrush.engine.files import write_whole

_FORMAT = 1


@dataclass(frozen=True)
class SegmenterTraining:
    """How the decoder learns: Adam, one cycle of the rate, mirrored at random."""

    samples: int = 3600
    batch: int = 8
    rate: float = 4e-3
    seed: int = 0


class Decoder(nn.Module):
    """Top-down sum of five feature maps, coarse to fine, one 3x3 convolution per step."""

    def __init__(self, *, classes: int, width: int = 48) -> None:
        """Untrained; `width` channels at every stride."""
        super().__init__()
        self.norms = nn.ModuleList(nn.BatchNorm2d(c, momentum=0.05) for c in JUDGING_CHANNELS)
        self.sides = nn.ModuleList(nn.Conv2d(c, width, 1) for c in JUDGING_CHANNELS)
        self.mixes = nn.ModuleList(
            nn.Sequential(nn.Conv2d(width, width, 3, padding=1), nn.ReLU())
            for _ in JUDGING_CHANNELS[1:]
        )
        self.head = nn.Conv2d(width, classes, 3, padding=1)

    def forward(self, taps: Sequence[Tensor]) -> Tensor:
        """Feature maps at strides 2 to 32 to class scores [N, K, H / 2, W / 2]."""
        found = [
            side(norm(tap)) for side, norm, tap in zip(self.sides, self.norms, taps, strict=True)
        ]
        x = found[-1]
        for finer, mix in zip(reversed(found[:-1]), reversed(self.mixes), strict=True):
            x = mix(x)
            x = F.relu(finer + F.interpolate(x, finer.shape[-2:], mode="bilinear"))
        scores: Tensor = self.head(x)
        return scores


class Segmenter:
    """Reads class ids from pictures."""

    def __init__(self, decoder: Decoder, *, names: Sequence[str], device: str = "cpu") -> None:
        """A trained decoder, and the names of its classes by id."""
        self.names = tuple(names)
        self._device = torch.device(device)
        self._network = judging_network(device)
        self._decoder = channels_last(decoder.to(self._device)).eval()

    def predict(self, pictures: Pictures) -> Labels:
        """Pictures uint8 [N, H, W, 3] to class ids uint8 [N, H, W]."""
        found = []
        with torch.inference_mode():
            for part in batches(len(pictures)):
                taps = self._network(as_input(pictures[part], self._device))
                found.append(self.read(taps, size=pictures.shape[1:3]))
        return np.concatenate(found)

    def read(self, taps: Sequence[Tensor], *, size: tuple[int, ...]) -> Labels:
        """Feature maps of the judging network to class ids uint8 [N, *size]."""
        scores = F.interpolate(self._decoder(taps), size, mode="bilinear")
        ids: Labels = scores.argmax(1).to(torch.uint8).cpu().numpy()
        return ids


def miou_and_accuracy(segmenter: Segmenter, pictures: Pictures, labels: Labels) -> Segmentation:
    """Score pictures uint8 [N, H, W, 3] against maps uint8 [N, H, W]; see segmentation.scores."""
    counts = confusion(segmenter.predict(pictures), labels, classes=len(segmenter.names))
    return scores(counts, segmenter.names, pictures=len(pictures))


def train_or_load(
    store: LabelledStore,
    cache_dir: Path,
    device: str = "cpu",
    *,
    training: SegmenterTraining | None = None,
) -> Segmenter:
    """The segmenter of a store's classes: from `cache_dir`, or trained on the store and kept there.

    The file is named by a key over the pictures, the classes and the settings of the training.
    Raises ValueError when a map has ids beyond the store's classes.
    """
    training = training or SegmenterTraining()
    names = class_names(store)
    stem = cache_dir / f"segmenter_{_key(store, training)}"
    weights = stem.with_suffix(".safetensors")
    decoder = Decoder(classes=len(names))
    if weights.exists():
        decoder.load_state_dict(load_file(weights))
        return Segmenter(decoder, names=names, device=device)
    learn(decoder, store, training=training, device=device)
    cache_dir.mkdir(parents=True, exist_ok=True)
    about = {"classes": names, "pictures": len(store), "training": asdict(training)}
    write_whole(
        stem.with_suffix(".json"), json.dumps(about, indent=1).encode(), error=FeatherbrushError
    )
    state = {k: v.cpu().contiguous() for k, v in decoder.state_dict().items()}
    write_whole(weights, save(state), error=FeatherbrushError)
    return Segmenter(decoder, names=names, device=device)


def learn(
    decoder: Decoder, store: LabelledStore, *, training: SegmenterTraining, device: str = "cpu"
) -> None:
    """Train the decoder on real pictures and their exact maps; the features stay frozen."""
    where, network = torch.device(device), judging_network(device)
    channels_last(decoder.to(where)).train()
    weight = _class_weights(store).to(where)
    optimiser = torch.optim.Adam(decoder.parameters(), lr=training.rate)
    steps = max(1, training.samples // training.batch)
    cycle = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, training.rate, total_steps=max(steps, 10) + 1, pct_start=0.2
    )
    for pictures, ids in shown(
        _draws(store, training, steps), "Training the segmenter", total=steps
    ):
        with torch.no_grad():
            taps = network(as_input(pictures, where))
        wanted = torch.from_numpy(ids.astype(np.int64)).to(where)
        loss = _loss(decoder(taps), wanted, weight)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        cycle.step()
    decoder.eval()


def class_names(store: LabelledStore) -> list[str]:
    """The names of a store's classes, by id. Raises ValueError unless the ids are 0, 1, 2 ..."""
    if [entry["id"] for entry in store.classes] != list(range(len(store.classes))):
        raise ValueError("class ids must run from 0 without gaps")
    return [str(entry["name"]) for entry in store.classes]


def _loss(scores: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """Cross entropy at the decoder's stride plus 1 - soft IoU, nearer to what is scored."""
    wanted = wanted[:, 1::2, 1::2][:, : scores.shape[2], : scores.shape[3]]
    shares = scores.softmax(1)
    truth = F.one_hot(wanted, scores.shape[1]).permute(0, 3, 1, 2).to(shares.dtype)
    both = (shares * truth).sum((0, 2, 3))
    union = (shares + truth).sum((0, 2, 3)) - both
    present = truth.sum((0, 2, 3)) > 0
    overlap = ((both + 1) / (union + 1))[present].mean()
    return F.cross_entropy(scores, wanted, weight) + 0.5 * (1 - overlap)


def _draws(
    store: LabelledStore, training: SegmenterTraining, steps: int
) -> Iterator[tuple[Pictures, Labels]]:
    random = np.random.default_rng(training.seed)
    torch.manual_seed(training.seed)
    order = np.concatenate(
        [random.permutation(len(store)) for _ in range(-(-steps * training.batch // len(store)))]
    )
    for step in range(steps):
        chosen = order[step * training.batch : (step + 1) * training.batch]
        flips = random.random(len(chosen)) < 0.5
        pictures = [_turned(store.pictures[i], f) for i, f in zip(chosen, flips, strict=True)]
        ids = [_turned(store.exact[i], f) for i, f in zip(chosen, flips, strict=True)]
        yield np.stack(pictures), np.stack(ids)


def _turned(array: Labels, mirrored: bool) -> Labels:
    return array[:, ::-1] if mirrored else array


def _class_weights(store: LabelledStore) -> Tensor:
    """Rare classes weigh more, by the root of how rare they are, at most 4 times the mean."""
    every = max(1, len(store) // 200)
    counts = np.bincount(np.asarray(store.exact[::every]).ravel(), minlength=len(store.classes))
    if len(counts) > len(store.classes):
        raise ValueError(f"label maps have ids up to {len(counts) - 1}, beyond the store's classes")
    weights = 1 / np.sqrt(counts / counts.sum() + 1e-4)
    return torch.from_numpy(np.minimum(weights / weights.mean(), 4)).float()


def _key(store: LabelledStore, training: SegmenterTraining) -> str:
    settings = [_FORMAT, JUDGING_TAPS, asdict(training), class_names(store)]
    hashed = hashlib.sha256(json.dumps(settings).encode())
    hashed.update(digest(store.pictures, store.exact).encode())
    return hashed.hexdigest()[:16]
