"""Channel configurations of published sub-networks, in the field's notation: 32_32_48_32_48_48_16_16."""

from __future__ import annotations

from dataclasses import dataclass

from featherbrush.engine.errors import FeatherbrushError

LARGEST_ENTRY = 512
"""Four times what any published network has; beyond it, memory and not the network is the limit."""

Configuration = tuple[int, ...]


class ConfigurationError(FeatherbrushError):
    """A channel configuration that no published sub-network has."""


def parse(text: str, *, lengths: tuple[int, ...]) -> Configuration:
    """Channels per entry from numbers joined by `_`; ConfigurationError says how many are due."""
    parts = text.split("_")
    due = " or ".join(str(n) for n in lengths)
    if len(parts) not in lengths or not all(p.isascii() and p.isdigit() for p in parts):
        raise ConfigurationError(f"configuration {text!r:.80}: expected {due} numbers joined by _")
    entries = tuple(int(part) for part in parts if len(part) < 6)
    if len(entries) != len(parts) or not all(1 <= e <= LARGEST_ENTRY for e in entries):
        raise ConfigurationError(
            f"configuration {text!r:.80}: every entry is 1 to {LARGEST_ENTRY} channels"
        )
    return entries


def spell(configuration: Configuration) -> str:
    """The field's notation of a configuration."""
    return "_".join(str(entry) for entry in configuration)


@dataclass(frozen=True, slots=True)
class ResnetWidths:
    """Channels of a ResNet generator: stem, two downward, inside each of nine blocks, two upward."""

    stem: int
    down: tuple[int, int]
    inside: tuple[int, ...]
    up: tuple[int, int]

    @classmethod
    def full(cls, channels: int) -> ResnetWidths:
        """The original: `channels` doubled at each of two halvings."""
        return cls(
            channels, (2 * channels, 4 * channels), (4 * channels,) * 9, (2 * channels, channels)
        )

    @classmethod
    def of(cls, entries: Configuration) -> ResnetWidths:
        """Entries stem, down, down, blocks, up, up; one entry for all nine blocks or one per three."""
        groups = entries[3:-2]
        inside = tuple(4 * group for group in groups for _ in range(9 // len(groups)))
        return cls(
            entries[0], (2 * entries[1], 4 * entries[2]), inside, (2 * entries[-2], entries[-1])
        )


@dataclass(frozen=True, slots=True)
class SpadeWidths:
    """Channels of a SPADE generator.

    trunk: of the first three blocks' inputs and outputs. inside: of their middles. up: after each
    further block. hidden: between labels and modulation, per block.
    """

    trunk: int
    inside: tuple[int, int, int]
    up: tuple[int, ...]
    hidden: tuple[int, ...]

    @classmethod
    def full(cls, channels: int, *, hidden: int, blocks: int) -> SpadeWidths:
        """The original; `blocks` up blocks (4, or 5 for 'most'), each half as wide as the one before."""
        up = tuple(8 * channels >> i for i in range(blocks))
        return cls(16 * channels, (16 * channels,) * 3, up, (hidden,) * (3 + blocks))

    @classmethod
    def of(cls, entries: Configuration) -> SpadeWidths:
        """Entries fc, head_0, G_middle_0, G_middle_1, up_0 .. up_3."""
        up = tuple(entry * 8 >> i for i, entry in enumerate(entries[4:]))
        inside = (16 * entries[1], 16 * entries[2], 16 * entries[3])
        return cls(16 * entries[0], inside, up, tuple(2 * entry for entry in entries[1:]))


@dataclass(frozen=True, slots=True)
class MunitWidths:
    """Channels of a MUNIT generator: style encoder, content encoder, decoder."""

    style: tuple[int, ...]
    content: tuple[int, int, int]
    encoding: tuple[int, ...]
    decoding: tuple[int, ...]
    up: tuple[int, int]

    @classmethod
    def full(cls, channels: int) -> MunitWidths:
        """The original: `channels` doubled at each of two halvings, four residual blocks each way."""
        c = channels
        return cls(_style(c), (c, 2 * c, 4 * c), (4 * c,) * 4, (4 * c,) * 4, (2 * c, c))

    @classmethod
    def of(cls, entries: Configuration) -> MunitWidths:
        """Entries style encoder, stem, down, down, two encoding and two decoding pairs, up, up."""
        style, stem, down_0, down_1, *pairs, up_0, up_1 = entries
        inside = tuple(4 * pair for pair in pairs for _ in range(2))
        return cls(
            _style(style),
            (stem, 2 * down_0, 4 * down_1),
            inside[:4],
            inside[4:],
            (2 * up_0, up_1),
        )


def _style(channels: int) -> tuple[int, ...]:
    return tuple(channels * n for n in (1, 2, 4, 4, 4))
