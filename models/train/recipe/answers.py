"""Asking a trained network about many pictures."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .pictures import PICTURE_SIZE
from .standardise import standardise

_BATCH = 256


@torch.no_grad()
def ask(
    network: nn.Module, images: np.ndarray, mirror: bool = False, fast: bool = False, size: int = PICTURE_SIZE
) -> Tensor:
    """Logits [N, K] for uint8 pictures [N, 48, 48] or sequences [N, frames, 48, 48].

    `mirror` shows them mirrored, `fast` computes in bfloat16, `size` shrinks them first: a network that has only seen
    small pictures so far reads large ones much worse.
    """
    network.eval()
    device = next(network.parameters()).device
    parts: list[Tensor] = []
    for start in range(0, len(images), _BATCH):
        batch = torch.from_numpy(images[start : start + _BATCH]).to(device).float()
        batch = batch.unsqueeze(1) if batch.ndim == 3 else batch
        if size != batch.shape[-1]:
            batch = F.interpolate(batch, size=(size, size), mode="bilinear", antialias=True, align_corners=False)
        x = standardise(batch.flip(3) if mirror else batch).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=fast):
            parts.append(network(x).float().cpu())
    return torch.cat(parts)
