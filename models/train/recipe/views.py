"""How the networks are shown a face: a little nearer and to a side, as it is or mirrored. The mean of the answers holds
better than one, because no cut around a face is the right one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from .onnx_file import scores_of


@dataclass(frozen=True)
class Look:
    """One of them, as `looks` in models/manifest.json."""

    mirrored: bool
    zoom: float
    """Over 1: nearer, a smaller cut."""
    right: float
    """How far the cut lies to the right, in sides of the unmoved cut."""
    down: float


LOOKS: tuple[Look, ...] = (
    Look(mirrored=False, zoom=1.03, right=0.014, down=0.014),
    Look(mirrored=True, zoom=1.03, right=-0.014, down=-0.014),
    Look(mirrored=True, zoom=1.1, right=0.014, down=-0.014),
    Look(mirrored=False, zoom=1.1, right=-0.014, down=0.014),
)
"""Inside the picture, so that none shows what lies beyond it. A camera's frames take one in turn, a still all."""


def looks_of(place: int) -> tuple[Look, ...]:
    """The looks of the network that is the `place`th to answer, in the order of their turns. Every other network begins
    with the mirror: where one has just seen a face as it is, the next sees it mirrored just as near, and the other way."""
    return LOOKS if place % 2 == 0 else tuple(LOOKS[index ^ 1] for index in range(len(LOOKS)))


def seen(images: np.ndarray, look: Look) -> np.ndarray:
    """Grey pictures [N, S, S] as a look shows them, float32: cut and enlarged as the product does (src/perception/shrink.ts)."""
    size = images.shape[-1]
    across, down = _taps(size, look.zoom, look.right), _taps(size, look.zoom, look.down)
    cut = down @ images.astype(np.float32) @ across.T
    return np.ascontiguousarray(cut[:, :, ::-1] if look.mirrored else cut)


def scores_of_views(files: Sequence[Path], images: np.ndarray) -> np.ndarray:
    """Mean scores [N, K] of exported networks over all looks: what the product reads in a still, and over as many frames."""
    return np.mean([scores_of(file, seen(images, look)) for look in LOOKS for file in files], axis=0)


def as_card(looks: Sequence[Look]) -> list[dict[str, Any]]:
    """Looks as a card tells them."""
    return [asdict(look) for look in looks]


def _taps(size: int, zoom: float, shift: float) -> np.ndarray:
    """Weights [out, in] of one axis: linear interpolation where the cut is enlarged, area averaging where it shrinks."""
    scale = 1 / zoom
    reach = max(1.0, scale)
    start = size * (0.5 + shift - 0.5 / zoom)
    centres = start + (np.arange(size)[:, None] + 0.5) * scale
    inputs = np.arange(size)[None, :]
    overlap = np.minimum(inputs + 1, centres + reach / 2) - np.maximum(inputs, centres - reach / 2)
    weights = overlap.clip(0)
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)
