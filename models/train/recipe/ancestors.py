"""EmoPy's four architectures, written anew from its description of their layers, with logits for outputs.

EmoPy: github.com/thoughtworksarts/EmoPy. Where it ended in a rectified or a sigmoid layer, these end in logits, because
the recipe's loss needs them; the layers before are as many and as wide.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .pictures import PICTURE_SIZE
from .residual import ResidualNetwork

STEPS = 3
"""Frames that a sequence network sees; its oldest first."""

_FILTERS = 10
_TIME_DELAY_FILTERS = 32
_KERNEL = 4
_TOP_UNITS = 1024


class ConvolutionalNetwork(nn.Module):
    """EmoPy's ConvolutionalNN: twice two 4x4 convolutions of ten filters and a halving, then one dense layer."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(1, _FILTERS, _KERNEL),
            nn.ReLU(),
            nn.Conv2d(_FILTERS, _FILTERS, _KERNEL),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(_FILTERS, _FILTERS, _KERNEL),
            nn.ReLU(),
            nn.Conv2d(_FILTERS, _FILTERS, _KERNEL),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
        )
        self.head = nn.LazyLinear(outputs)
        self(torch.zeros(1, 1, PICTURE_SIZE, PICTURE_SIZE))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.layers(x))


class TransferNetwork(nn.Module):
    """EmoPy's TransferLearningNN: a trained backbone that stays as it is, its mean, 1024 units, one dense layer.

    EmoPy took Inception trained on ImageNet; this takes Mien's own `first` network.
    """

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.backbone = ResidualNetwork().requires_grad_(False)
        self.top = nn.Sequential(nn.Linear(self.backbone.head.in_features, _TOP_UNITS), nn.ReLU())
        self.head = nn.Linear(_TOP_UNITS, outputs)

    def train(self, mode: bool = True) -> TransferNetwork:
        """The backbone never trains: its normalisation keeps the statistics it came with."""
        super().train(mode)
        self.backbone.eval()
        return self

    def forward(self, x: Tensor) -> Tensor:
        features = self.backbone.body(self.backbone.stem(x)).mean((2, 3))
        return self.head(self.top(features))


class TimeDelayNetwork(nn.Module):
    """EmoPy's TimeDelayConvNN: 1x4x4 convolutions of 32 filters over the frames of a sequence, then one dense layer.

    Frames [N, STEPS, S, S]; a still [N, 1, S, S] counts as a sequence that stands. Frames are halved first, for time.
    """

    def __init__(self, outputs: int) -> None:
        super().__init__()
        width, kernel = _TIME_DELAY_FILTERS, (1, _KERNEL, _KERNEL)
        self.layers = nn.Sequential(
            nn.Conv3d(1, width, kernel),
            nn.ReLU(),
            nn.Conv3d(width, width, kernel),
            nn.ReLU(),
            nn.MaxPool3d((1, 2, 2)),
            nn.Conv3d(width, width, kernel),
            nn.ReLU(),
            nn.Conv3d(width, width, kernel),
            nn.ReLU(),
            nn.Flatten(),
        )
        self.head = nn.LazyLinear(outputs)
        self(torch.zeros(1, STEPS, PICTURE_SIZE, PICTURE_SIZE))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.layers(_halved_steps(x).unsqueeze(1)))


class ConvolutionalLstmNetwork(nn.Module):
    """EmoPy's ConvolutionalLstmNN: three convolutional LSTM layers of ten filters, a convolution, one dense layer.

    Input as for `TimeDelayNetwork`.
    """

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.cells = nn.ModuleList(ConvolutionalLstmCell(i, _FILTERS) for i in (1, _FILTERS, _FILTERS))
        self.norms = nn.ModuleList(nn.BatchNorm2d(_FILTERS) for _ in self.cells)
        self.last = nn.Conv2d(_FILTERS, 1, _KERNEL)
        self.head = nn.LazyLinear(outputs)
        self(torch.zeros(2, STEPS, PICTURE_SIZE, PICTURE_SIZE))

    def forward(self, x: Tensor) -> Tensor:
        steps = list(_halved_steps(x).split(1, dim=1))
        for cell, norm in zip(self.cells, self.norms, strict=True):
            steps = [norm(step) for step in cell(steps)]
        return self.head(torch.sigmoid(self.last(steps[-1])).flatten(1))


class ConvolutionalLstmCell(nn.Module):
    """One convolutional LSTM layer (Shi et al. 2015), keeping the frame's size."""

    def __init__(self, inputs: int, filters: int) -> None:
        super().__init__()
        self.filters = filters
        self.gates = nn.Conv2d(inputs + filters, 4 * filters, _KERNEL, padding="same")

    def forward(self, steps: list[Tensor]) -> list[Tensor]:
        first = steps[0]
        hidden = first.new_zeros(first.shape[0], self.filters, first.shape[2], first.shape[3])
        memory = torch.zeros_like(hidden)
        answers: list[Tensor] = []
        for step in steps:
            gates = self.gates(torch.cat([step, hidden], dim=1))
            let_in, forget, let_out, fresh = gates.chunk(4, dim=1)
            memory = torch.sigmoid(forget) * memory + torch.sigmoid(let_in) * torch.tanh(fresh)
            hidden = torch.sigmoid(let_out) * torch.tanh(memory)
            answers.append(hidden)
        return answers


def _halved_steps(x: Tensor) -> Tensor:
    """Frames [N, STEPS, S/2, S/2] of a sequence or of a still."""
    return F.avg_pool2d(x, 2).expand(-1, STEPS, -1, -1)
