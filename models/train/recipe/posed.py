"""Cutting faces out of the posed test sequences without a detector, so that Python can measure on them alone.

The product finds the face itself: `npx mien evaluate` gives the figures that count.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from .pictures import PICTURE_SIZE, Sequence

FACE_SQUARES: dict[str, tuple[int, int, int]] = {
    "S052": (312, 258, 325),
    "S055": (356, 270, 315),
    "S074": (295, 270, 315),
    "S125": (334, 243, 290),
    "S132": (308, 243, 295),
}
"""Centre x, centre y and side in pixels of a square from hairline to chin, set by eye; people hardly move."""


def apexes(sequences: list[Sequence]) -> tuple[np.ndarray, np.ndarray]:
    """The last frame of each sequence of a known person, cut: uint8 [N, 48, 48], and labels int64 [N]."""
    known = [s for s in sequences if s.subject in FACE_SQUARES]
    images = np.stack([cut_square(s.frames[-1], FACE_SQUARES[s.subject]) for s in known])
    return images, np.array([s.label for s in known], dtype=np.int64)


def spread_frames(sequences: list[Sequence], count: int) -> tuple[np.ndarray, np.ndarray]:
    """`count` frames of each sequence, evenly from the first to the last, cut: uint8 [N, count, 48, 48], and labels."""
    known = [s for s in sequences if s.subject in FACE_SQUARES]
    images = [
        np.stack([cut_square(s.frames[round(i)], FACE_SQUARES[s.subject]) for i in np.linspace(0, len(s.frames) - 1, count)])
        for s in known
    ]
    return np.stack(images), np.array([s.label for s in known], dtype=np.int64)


def cut_square(frame: np.ndarray, square: tuple[int, int, int], size: int = PICTURE_SIZE) -> np.ndarray:
    """A square of a grey frame, averaged down to `size` pixels a side."""
    x, y, side = square
    box = (x - side // 2, y - side // 2, x + side // 2, y + side // 2)
    cut = Image.fromarray(frame).crop(box)
    return np.asarray(cut.resize((size, size), Image.Resampling.BOX))
