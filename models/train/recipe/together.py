"""Several networks that answer as one."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Together(nn.Module):
    """Standardised pictures [N, 1, S, S] to the mean of several networks' logits [N, K]."""

    def __init__(self, networks: list[nn.Module]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, x: Tensor) -> Tensor:
        return torch.stack([network(x) for network in self.networks]).mean(0)
