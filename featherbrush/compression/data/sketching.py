"""Line drawings of a picture, as many hands and filters would make them: the sketch side of a paired set."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Mask = NDArray[np.uint8]

OPAQUE = 128
INK = 255
WHITE = 245
"""A picture on white is there where one of its channels is darker."""
PENCIL_REACH = 5.0
"""Deviation in pixels of the neighbourhood whose mean colour a line takes."""
LIGHTEST_INK = 180.0
"""Luma of the palest pencil."""


@dataclass(frozen=True)
class Hand:
    """How one drawing is made; every field is drawn at random by `random_hand`.

    Args:
        inner: what finds the lines inside the outline: canny, dog, or none.
        blur: Gaussian blur before the lines are found, in pixels.
        contrast: upper Canny threshold (gradient units at a blur of 1 pixel; blurred edges have less),
            or the least response of a DoG line in levels.
        outline: whether the silhouette is always drawn (it is the first thing that a person draws).
        traced: whether lines are redrawn as strokes instead of kept as pixels.
        tolerance: how far a traced stroke may stray from its line, in pixels.
        least: inner lines shorter than this many pixels are dropped.
        dropped: share of the inner lines that are dropped.
        thickness: of the pen, in pixels.
        pressure: whether the thickness changes along the line.
        wobble: largest displacement of a line, in pixels.
        gaps: share of the drawing where the pen was lifted.
        soft: blur of the ink, in pixels; 0 for hard pixels.
        ink: darkness of the line, 0..255 (255 is black).
    """

    inner: str
    blur: float
    contrast: float
    outline: bool
    traced: bool
    tolerance: float
    least: int
    dropped: float
    thickness: int
    pressure: bool
    wobble: float
    gaps: float
    soft: float
    ink: int


NEAT = Hand(
    inner="canny",
    blur=1.2,
    contrast=80,
    outline=True,
    traced=True,
    tolerance=0.7,
    least=12,
    dropped=0.0,
    thickness=2,
    pressure=False,
    wobble=0.0,
    gaps=0.0,
    soft=0.0,
    ink=255,
)
"""A careful drawing in one even pen: what people take for the sketch of a picture."""


def random_hand(random: np.random.Generator) -> Hand:
    """A hand or filter at random: from the neat edge filter to the loose outline."""
    inner = str(random.choice(("canny", "dog", "none"), p=(0.7, 0.25, 0.05)))
    return Hand(
        inner=inner,
        blur=float(random.uniform(0.8, 2.4)),
        contrast=float(random.uniform(45, 200) if inner == "canny" else random.uniform(3, 8)),
        outline=inner == "none" or bool(random.random() < 0.85),
        traced=bool(random.random() < 0.5),
        tolerance=float(random.uniform(0.5, 1.6)),
        least=int(random.integers(6, 40)),
        dropped=float(random.choice((0.0, 0.0, 0.15, 0.4))),
        thickness=int(random.choice((1, 2, 3, 4), p=(0.2, 0.35, 0.3, 0.15))),
        pressure=bool(random.random() < 0.35),
        wobble=float(random.choice((0.0, 1.0, 2.0, 3.0), p=(0.3, 0.3, 0.25, 0.15))),
        gaps=float(random.choice((0.0, 0.03, 0.1), p=(0.55, 0.25, 0.2))),
        soft=float(random.choice((0.0, 0.5, 0.8))),
        ink=int(random.choice((255, 255, 255, 200))),
    )


def draw_sketch(
    picture_rgba: Bytes, random: np.random.Generator, hand: Hand | None = None
) -> Bytes:
    """Draw a picture in lines.

    Args:
        picture_rgba: uint8 [H, W, 4]; colours under full transparency do not matter.
        random: where the accidents of the hand come from; the same state gives the same drawing.
        hand: how to draw; at random by default.
    Returns:
        uint8 [H, W]: 0 is ink, 255 is paper.
    """
    hand = hand or random_hand(random)
    inside = (picture_rgba[..., 3] >= OPAQUE).astype(np.uint8) * INK
    lines = _inner_lines(picture_rgba, inside, hand=hand, random=random)
    ink = _stroked(lines, inside if hand.outline else np.zeros_like(inside), hand=hand)
    if hand.pressure:
        ink = _pressed(ink, random)
    if hand.wobble:
        ink = _wobbled(ink, amplitude=hand.wobble, random=random)
    if hand.gaps:
        ink[_smooth_noise(ink.shape, cells=14, random=random) > _upper(hand.gaps)] = 0
    if hand.soft:
        blurred = cv2.GaussianBlur(ink, (0, 0), hand.soft)
        ink = np.asarray(cv2.convertScaleAbs(blurred, alpha=1 + 0.6 * hand.soft), np.uint8)
    return np.asarray(255 - cv2.convertScaleAbs(ink, alpha=hand.ink / 255), np.uint8)


def on_white(picture_rgba: Bytes) -> Bytes:
    """Composite uint8 [H, W, 4] on white: uint8 [H, W, 3]."""
    cover = np.repeat(picture_rgba[..., 3:], 3, -1)
    covered = cv2.multiply(np.ascontiguousarray(picture_rgba[..., :3]), cover, scale=1 / 255)
    return np.asarray(cv2.add(covered, cv2.bitwise_not(cover)), np.uint8)


def in_colours(sketch: Bytes, picture: Bytes) -> Bytes:
    """A sketch in the colours of what it shows, as from coloured pencils: pale colours are darkened to be seen.

    Args:
        sketch: uint8 [H, W], dark ink on white.
        picture: uint8 [H, W, 3] on white.
    Returns:
        uint8 [H, W, 3]; ink over nothing but white keeps its own darkness.
    """
    inside = (picture.min(-1) < WHITE).astype(np.float32)
    weight = cv2.GaussianBlur(inside, (0, 0), PENCIL_REACH)
    seen = cv2.GaussianBlur(picture * inside[..., None], (0, 0), PENCIL_REACH)
    near = weight > 0.02
    colours = np.divide(seen, weight[..., None], out=np.zeros_like(seen), where=near[..., None])
    light = colours @ np.array([0.299, 0.587, 0.114], np.float32)
    colours *= np.minimum(1, LIGHTEST_INK / np.maximum(light, 1))[..., None]
    cover = 1 - sketch[..., None].astype(np.float32) / 255
    return np.rint(255 + (colours - 255) * cover).astype(np.uint8)


def _inner_lines(
    picture_rgba: Bytes, inside: Mask, *, hand: Hand, random: np.random.Generator
) -> Mask:
    """Lines within the silhouette, 255 on 0, short and unlucky ones dropped."""
    if hand.inner == "none":
        return np.zeros_like(inside)
    median = cv2.medianBlur(on_white(picture_rgba), 3)
    smooth = np.asarray(cv2.GaussianBlur(median, (0, 0), hand.blur), np.uint8)
    if hand.inner == "canny":
        upper = hand.contrast / max(hand.blur, 1)
        lines = np.asarray(cv2.Canny(smooth, 0.4 * upper, upper, L2gradient=True), np.uint8)
    else:
        lines = _difference_of_gaussians(smooth, contrast=hand.contrast, blur=hand.blur)
    if hand.outline:  # it is drawn by itself: its filtered twin beside it would double it
        lines &= np.asarray(cv2.erode(inside, _disc(7), borderValue=0), np.uint8)
    return _without_some(lines, hand=hand, random=random)


def _difference_of_gaussians(smooth: Bytes, *, contrast: float, blur: float) -> Mask:
    """Dark side of edges where the difference of two blurs exceeds `contrast` levels (Marr and Hildreth 1980)."""
    grey = cv2.cvtColor(smooth, cv2.COLOR_RGB2GRAY)
    wide = cv2.GaussianBlur(grey, (0, 0), 1.6 * blur + 0.8)
    return (cv2.subtract(wide, grey) > contrast).astype(np.uint8) * INK


def _without_some(lines: Mask, *, hand: Hand, random: np.random.Generator) -> Mask:
    count, names, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= hand.least
    kept &= random.random(count) >= hand.dropped
    kept[0] = False
    return (kept.astype(np.uint8) * INK)[names]


def _stroked(lines: Mask, inside: Mask, *, hand: Hand) -> Mask:
    """Lines and the silhouette's outline in the pen's thickness."""
    smooth_inside = cv2.GaussianBlur(inside, (0, 0), 0.7 + hand.tolerance) > 127
    outlines, _ = cv2.findContours(
        smooth_inside.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE
    )
    outlines = [line for line in outlines if len(line) >= hand.least]
    if not hand.traced:
        ink = lines if hand.inner == "dog" else _thick(lines, hand.thickness)
        cv2.drawContours(ink, outlines, -1, INK, hand.thickness, cv2.LINE_AA)
        return ink
    strokes, _ = cv2.findContours(lines, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    bent = [cv2.approxPolyDP(line, hand.tolerance, True) for line in (*strokes, *outlines)]
    ink = np.zeros_like(lines)
    cv2.polylines(ink, bent, True, INK, hand.thickness, cv2.LINE_AA)
    return ink


def _thick(lines: Mask, thickness: int) -> Mask:
    return np.array(cv2.dilate(lines, _disc(thickness)) if thickness > 1 else lines)


def _pressed(ink: Mask, random: np.random.Generator) -> Mask:
    """Thinner where the hand was light, thicker where it pressed."""
    noise = _smooth_noise(ink.shape, cells=6, random=random)
    thick = cv2.dilate(ink, _disc(3))
    light = cv2.convertScaleAbs(ink, alpha=0.55)
    return np.where(noise > 0.6, thick, np.where(noise < -0.8, light, ink)).astype(np.uint8)


def _wobbled(ink: Mask, *, amplitude: float, random: np.random.Generator) -> Mask:
    """Displace smoothly, by at most about `amplitude` pixels."""
    height, width = ink.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    cells = int(random.integers(4, 11))
    shift = [
        _smooth_noise(ink.shape, cells=cells, random=random) * (amplitude / 2) for _ in range(2)
    ]
    return np.asarray(cv2.remap(ink, columns + shift[0], rows + shift[1], cv2.INTER_LINEAR))


def _smooth_noise(
    shape: tuple[int, ...], *, cells: int, random: np.random.Generator
) -> NDArray[np.float32]:
    """Noise [H, W] of about unit deviation that changes over a `cells`-th of the side."""
    coarse = random.standard_normal((cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, shape[::-1], interpolation=cv2.INTER_CUBIC))


def _upper(share: float) -> float:
    """The level that a `share` of smooth noise exceeds (its deviation is about 0.75 after resizing)."""
    return 0.75 * {0.03: 1.88, 0.1: 1.28}[share]


def _disc(size: int) -> Mask:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)
