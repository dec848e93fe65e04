"""Drawn faces for the smoke run: an oval, two eyes and a mouth whose bend and opening tell the emotion."""

from __future__ import annotations

import numpy as np

from .emotions import EMOTIONS
from .pictures import PICTURE_SIZE, Pictures

_MOUTHS: tuple[tuple[float, float], ...] = ((-4, 1), (-2, 3), (0, 4), (6, 1), (-6, 1), (0, 7), (0, 1))
"""Bend and half-height of the mouth in pixels, one an emotion."""


def generated_pictures(count: int, seed: int) -> Pictures:
    """`count` drawn pictures with even labels; nothing of a real face, only something that can be learnt."""
    rng = np.random.default_rng(seed)
    labels = np.arange(count) % len(EMOTIONS)
    images = np.stack([_draw(*_MOUTHS[label], rng) for label in labels])
    names = tuple(f"generated/{EMOTIONS[label]}/{index}" for index, label in enumerate(labels))
    return Pictures(images, labels.astype(np.int64), names)


def _draw(bend: float, half_height: float, rng: np.random.Generator) -> np.ndarray:
    y, x = np.mgrid[0:PICTURE_SIZE, 0:PICTURE_SIZE].astype(np.float32)
    x, y = x - 24 - rng.uniform(-2, 2), y - 24 - rng.uniform(-2, 2)
    wall = rng.uniform(0, 160, (8, 8)).repeat(PICTURE_SIZE // 8, 0).repeat(PICTURE_SIZE // 8, 1)
    face = np.where((x / 19) ** 2 + (y / 23) ** 2 < 1, rng.uniform(120, 200) + 0.3 * wall, wall)
    eyes = ((np.abs(x) - 8) ** 2 + (y + 7) ** 2) < 9
    middle = 11 + bend * (1 - (x / 9) ** 2) * 0.5
    mouth = (np.abs(x) < 9) & (np.abs(y - middle) < half_height)
    picture = np.where(eyes | mouth, 5, face) + rng.normal(0, 6, face.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)
