"""The design tokens of the studio: every colour, radius and distance, written once.

Pictures are judged in this window, so everything around them is neutral: the greys carry no
tint, and one accent colour marks what is active. Both themes are rows of the same table.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, each as ``#rrggbb``.

    ``window`` is behind panels, ``panel`` their ground, ``raised`` what stands on it, ``sunken``
    what is typed into, ``surround`` the ground that the canvas and the pictures lie on.
    """

    name: str
    window: str
    panel: str
    raised: str
    hover: str
    pressed: str
    sunken: str
    surround: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    on_accent: str
    accent_soft: str
    danger: str
    danger_soft: str
    caution: str


DARK = Tokens(
    name="dark",
    window="#1c1c1c",
    panel="#252525",
    raised="#323232",
    hover="#3a3a3a",
    pressed="#454545",
    sunken="#1a1a1a",
    surround="#161616",
    line="#3b3b3b",
    text="#ececec",
    muted="#a6a6a6",
    faint="#6e6e6e",
    accent="#4fb6a4",
    on_accent="#0c1b18",
    accent_soft="#24403b",
    danger="#f08a7b",
    danger_soft="#472a26",
    caution="#e0b45c",
)

LIGHT = Tokens(
    name="light",
    window="#e4e4e4",
    panel="#f1f1f1",
    raised="#ffffff",
    hover="#e6e6e6",
    pressed="#d8d8d8",
    sunken="#ffffff",
    surround="#cdcdcd",
    line="#c9c9c9",
    text="#1e1e1e",
    muted="#5c5c5c",
    faint="#8f8f8f",
    accent="#0d7d6d",
    on_accent="#ffffff",
    accent_soft="#cfe6e1",
    danger="#b3372a",
    danger_soft="#f7dcd8",
    caution="#94670b",
)


@dataclass(frozen=True)
class Metrics:
    """Distances in device-independent pixels, the same in both themes."""

    unit: int = 4
    gap: int = 8
    margin: int = 12
    radius: int = 6
    icon: int = 18
    tool: int = 36
    tool_bar: int = 48
    palette: int = 212
    option_bar: int = 48
    swatch: int = 20


METRICS = Metrics()


def tokens_for(*, dark: bool) -> Tokens:
    """Return the table of the dark or the light theme."""
    return DARK if dark else LIGHT
