"""The one preprocessing of every network here; it is also the first part of the exported graph."""

from __future__ import annotations

from torch import Tensor

SMALLEST_DEVIATION = 1.0
"""Grey steps. A picture flatter than this is noise: it is not blown up to full contrast."""


def standardise(images: Tensor) -> Tensor:
    """Each picture by its own mean and deviation. images: float [N, 1, S, S], 0 to 255."""
    centred = images - images.mean((1, 2, 3), keepdim=True)
    deviation = (centred * centred).mean((1, 2, 3), keepdim=True).sqrt()
    return centred / deviation.clamp(min=SMALLEST_DEVIATION)
