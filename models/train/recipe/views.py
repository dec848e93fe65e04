"""A face is shown to a network as it is and mirrored: the mean of both answers does not lean to a side."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .onnx_file import scores_of

VIEWS = ("face", "mirror")


def seen(images: np.ndarray, view: str) -> np.ndarray:
    """Pictures [N, H, W] as that view shows them."""
    return np.ascontiguousarray(images[:, :, ::-1]) if view == "mirror" else images


def scores_of_views(file: Path, images: np.ndarray) -> np.ndarray:
    """Mean scores [N, K] of an exported network over both views: what the product reads in a still, and over two frames."""
    return np.mean([scores_of(file, seen(images, view)) for view in VIEWS], axis=0)
