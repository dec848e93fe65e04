"""Asking a trained network about many pictures."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from .standardise import standardise

_BATCH = 256


@torch.no_grad()
def ask(network: nn.Module, images: np.ndarray, mirror: bool = False, fast: bool = False) -> Tensor:
    """Logits [N, K] for uint8 pictures [N, 48, 48]; `mirror` shows them mirrored, `fast` computes in bfloat16."""
    network.eval()
    parts: list[Tensor] = []
    for start in range(0, len(images), _BATCH):
        batch = torch.from_numpy(images[start : start + _BATCH]).float().unsqueeze(1)
        x = standardise(batch.flip(3) if mirror else batch).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast):
            parts.append(network(x).float())
    return torch.cat(parts)
