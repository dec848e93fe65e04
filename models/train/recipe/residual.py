"""Mien's own network: a small residual network with squeeze-and-excitation, for 48x48 grey faces."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from .emotions import EMOTIONS


class SqueezeExcite(nn.Module):
    """Weighs each channel by what the whole picture shows (Hu et al. 2018)."""

    def __init__(self, channels: int, reduction: int = 8) -> None:
        super().__init__()
        hidden = max(8, channels // reduction)
        self.squeeze = nn.Linear(channels, hidden)
        self.excite = nn.Linear(hidden, channels)

    def forward(self, x: Tensor) -> Tensor:
        weights = self.excite(F.relu(self.squeeze(x.mean((2, 3))))).sigmoid()
        return x * weights[:, :, None, None]


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut; the shortcut averages where the block halves the picture."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)
        self.weigh = SqueezeExcite(outputs)
        self.shortcut: nn.Module = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.AvgPool2d(stride) if stride > 1 else nn.Identity(),
                nn.Conv2d(inputs, outputs, 1, bias=False),
                nn.BatchNorm2d(outputs),
            )

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.first_norm(self.first(x)))
        y = self.weigh(self.second_norm(self.second(y)))
        return F.relu(y + self.shortcut(x))


class ResidualNetwork(nn.Module):
    """Standardised pictures [N, 1, S, S] (S a multiple of 8) to logits [N, 7]."""

    def __init__(
        self,
        stem: int = 32,
        channels: tuple[int, ...] = (48, 80, 160),
        blocks: tuple[int, ...] = (1, 2, 2),
        dropout: float = 0.2,
        outputs: int = len(EMOTIONS),
    ) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, stem, 3, 1, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU())
        layers: list[nn.Module] = []
        width = stem
        for stage_channels, stage_blocks in zip(channels, blocks, strict=True):
            for index in range(stage_blocks):
                layers.append(ResidualBlock(width, stage_channels, 2 if index == 0 else 1))
                width = stage_channels
        self.body = nn.Sequential(*layers)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.dropout(self.body(self.stem(x)).mean((2, 3))))
