"""Sequences for training made from stills: the data has no sequence that may be trained on.

A face of someone else at rest fades into the picture. It is not how an expression grows; it gives the sequence networks
frames that change towards the emotion, and nothing more.
"""

from __future__ import annotations

import torch
from torch import Tensor

from .ancestors import STEPS


def fade_in(resting: Tensor, images: Tensor) -> Tensor:
    """Grey faces [N, 1, S, S] at rest and showing an emotion -> frames [N, STEPS, S, S], the last the emotion's own."""
    shares = [(step + 1) / STEPS for step in range(STEPS)]
    return torch.cat([resting * (1 - share) + images * share for share in shares], dim=1)
