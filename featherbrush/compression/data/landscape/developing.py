"""From linear light to a picture: exposure, graduated filter, white balance, a film's curve, grain; and labels."""

from __future__ import annotations

import math

import numpy as np

from featherbrush.compression.data.landscape.kernels import SIDE, Bytes, Floats, Ids
from featherbrush.compression.data.landscape.scene import CLOUD, ROCK, SNOW

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
PICTURE = SIDE // 2
KEYS = {"noon": 1.05, "day": 1.0, "golden": 0.88, "dusk": 0.62, "overcast": 0.95}
LAND = {"noon": 0.165, "day": 0.16, "golden": 0.135, "dusk": 0.085, "overcast": 0.15}
SKY_LIGHT = {"noon": 0.62, "day": 0.6, "golden": 0.52, "dusk": 0.36, "overcast": 0.62}
WHITE_BALANCE = {"golden": 0.42, "dusk": 0.35}
FEW = 2000


def develop(light: Floats, labels: Ids, time: str, random: np.random.Generator) -> Bytes:
    """A picture uint8 [SIDE/2, SIDE/2, 3].

    Args:
        light: linear colours [SIDE, SIDE, 3].
        labels: class ids [SIDE, SIDE].
        time: noon, day, golden, dusk or overcast.
        random: draws exposure, saturation and grain.
    """
    x = _exposed(np.nan_to_num(light), labels, time, random)
    mean = x.reshape(-1, 3).mean(0)
    balance = ((mean @ LUMINANCE) / np.maximum(mean, 1e-5)) ** WHITE_BALANCE.get(time, 0.14)
    x = np.clip(x * np.clip(balance, 0.6, 1.9), 0, 12)
    # The film's curve is the fit of the ACES reference by Narkowicz (2015), a little softer.
    y = np.clip((x * (2.51 * x * 0.8 + 0.03)) / (x * (2.43 * x * 0.8 + 0.59) + 0.14), 0, 1)
    saturation = random.uniform(0.86, 1.08)
    grey = (y @ LUMINANCE)[..., None]
    y = np.clip(grey + (y - grey) * saturation, 0, 1)
    y = y.reshape(PICTURE, 2, PICTURE, 2, 3).mean((1, 3)) ** (1 / 2.2)
    y = _stretched(y, time) + random.normal(size=(PICTURE, PICTURE, 1)) * 0.006
    return (np.clip(y, 0, 1) * 255 + 0.5).astype(np.uint8)


def halve(labels: Ids) -> Bytes:
    """The most common class of each 2x2 block: uint8 [SIDE/2, SIDE/2]."""
    paired = labels.reshape(PICTURE, 2, PICTURE, 2).transpose(0, 2, 1, 3)
    blocks = paired.reshape(PICTURE, PICTURE, 4)
    votes = (blocks[..., :, None] == blocks[..., None, :]).sum(-1)
    chosen = np.take_along_axis(blocks, votes.argmax(-1)[..., None], -1)
    return chosen[..., 0].astype(np.uint8)


def _exposed(light: Floats, labels: Ids, time: str, random: np.random.Generator) -> Floats:
    """Exposed for the whole, then land and sky brought towards levels of their own."""
    luminance = light @ LUMINANCE
    logs = np.log(np.clip(luminance, 1e-4, 50))
    key = math.exp(np.mean(np.clip(logs, np.percentile(logs, 3), np.percentile(logs, 97))))
    snow = (labels == SNOW).mean()
    target = 0.20 * KEYS[time] * math.exp(random.normal() * 0.1) * (1 + 0.9 * snow)
    exposure = min(target / key, 1.6 / max(np.percentile(luminance, 96), 1e-6))
    x = light * exposure
    land, sky = labels >= ROCK, labels <= CLOUD
    if land.sum() > FEW:
        level = math.exp(logs[land].mean()) * exposure
        x[land] *= min(3.2, max(0.75, (LAND[time] * (1 + snow) / level) ** 0.75))
    if sky.sum() > FEW:
        level = math.exp(logs[sky].mean()) * exposure
        x[sky] *= min(1.5, max(0.42, (SKY_LIGHT[time] / level) ** 0.7))
    return x


def _stretched(y: Floats, time: str) -> Floats:
    """More contrast where there is little, and a mean that can be seen."""
    grey = y @ LUMINANCE
    low, high = np.percentile(grey, 1.5), np.percentile(grey, 98.5)
    if high - low < 0.66:
        k = min(1.7, (0.66 / max(high - low, 0.05)) ** 0.75)
        middle = (low + high) / 2
        y = np.clip(middle + (0.5 - middle) * 0.35 + (y - middle) * k, 0, 1)
    elif low > 0.12:
        y = np.clip((y - low * 0.6) / (1 - low * 0.6), 0, 1)
    mean = (y @ LUMINANCE).mean()
    least, most = (0.24, 0.5) if time == "dusk" else (0.33, 0.68)
    if not least < mean < most:
        y = y ** (math.log(min(max(mean, least), most)) / math.log(max(mean, 0.02)))
    return np.asarray(y)
