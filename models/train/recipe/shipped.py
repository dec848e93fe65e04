"""A network as it ships: preprocessing, calibration and softmax in one module, raw grey in, scores out."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .standardise import standardise


@dataclass(frozen=True)
class Calibration:
    """Folded into the graph: `softmax(logits / temperature + offsets)`."""

    temperature: float
    offsets: tuple[float, ...]
    """One an emotion, sums to 0: gives rare emotions, and fear, back what their rarity took."""


class Shipped(nn.Module):
    """Grey faces float [N, 1, 48, 48], 0 to 255, to scores [N, K] that sum to 1."""

    def __init__(self, network: nn.Module, calibration: Calibration) -> None:
        super().__init__()
        self.network = network
        self.temperature = calibration.temperature
        self.register_buffer("offsets", torch.tensor(calibration.offsets, dtype=torch.float32))

    def forward(self, faces: Tensor) -> Tensor:
        logits = self.network(standardise(faces))
        return torch.softmax(logits / self.temperature + self.offsets, dim=1)


class Plain(nn.Module):
    """A network with its preprocessing and softmax and nothing else: what the ancestors are measured as."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, faces: Tensor) -> Tensor:
        return torch.softmax(self.network(standardise(faces)), dim=1)


@torch.no_grad()
def for_inference(network: nn.Module) -> nn.Module:
    """A copy with each normalisation folded into its convolution and weights rounded to half precision.

    The export stores halves (the file is half as large); rounding here makes this copy its exact reference.
    """
    network = copy.deepcopy(network).eval()
    _fold(network)
    for parameter in network.parameters():
        if parameter.ndim > 1:
            parameter.copy_(parameter.half().float())
    return network


def _fold(module: nn.Module) -> None:
    children = list(module.named_children())
    for (name, child), (next_name, following) in zip(children, [*children[1:], ("", None)]):
        if isinstance(child, nn.Conv2d) and isinstance(following, nn.BatchNorm2d):
            setattr(module, name, fuse_conv_bn_eval(child, following))
            setattr(module, next_name, nn.Identity())
        else:
            _fold(child)
