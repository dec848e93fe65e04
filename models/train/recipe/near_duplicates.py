"""Finds pictures that are almost the same picture, so that a split never has one on each side.

FER2013 was gathered by web search: some faces recur with another crop, another compression or another label.
"""

from __future__ import annotations

import numpy as np

THUMBNAIL_SIZE = 16
SAME_PICTURE_CORRELATION = 0.93
"""Correlation of two standardised 16x16 thumbnails above which pictures count as one.

Looked at in FER2013, twelve drawn pairs a span: above 0.93 every pair is the same photograph (another crop, size or
watermark), from 0.915 to 0.93 three in four are, from 0.88 to 0.9 none is.
"""

_ROWS_AT_ONCE = 2048


def group_near_duplicates(images: np.ndarray, correlation: float = SAME_PICTURE_CORRELATION) -> np.ndarray:
    """Group number of each picture, int64 [N]: pictures of a group are near-duplicates, also mirrored, also by way
    of a third. images: uint8 [N, 48, 48]."""
    thumbnails = _thumbnails(images)
    mirrored = _thumbnails(images[:, :, ::-1])
    parent = np.arange(len(images))
    for start in range(0, len(images), _ROWS_AT_ONCE):
        rows = thumbnails[start : start + _ROWS_AT_ONCE]
        for others in (thumbnails, mirrored):
            for a, b in np.argwhere(rows @ others.T > correlation):
                if start + a < b:
                    _join(parent, int(start + a), int(b))
    return np.array([_root(parent, i) for i in range(len(images))], dtype=np.int64)


def _thumbnails(images: np.ndarray) -> np.ndarray:
    count, height, width = images.shape
    y, x = height // THUMBNAIL_SIZE, width // THUMBNAIL_SIZE
    small = images.reshape(count, THUMBNAIL_SIZE, y, THUMBNAIL_SIZE, x).mean((2, 4), dtype=np.float32)
    flat = small.reshape(count, -1)
    flat = flat - flat.mean(1, keepdims=True)
    return flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)


def _root(parent: np.ndarray, index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = int(parent[index])
    return index


def _join(parent: np.ndarray, a: int, b: int) -> None:
    root_a, root_b = _root(parent, a), _root(parent, b)
    parent[max(root_a, root_b)] = min(root_a, root_b)
