"""The networks that a configuration can name."""

from __future__ import annotations

from typing import Callable

from torch import nn

from .ancestors import ConvolutionalLstmNetwork, ConvolutionalNetwork, TimeDelayNetwork, TransferNetwork
from .residual import ResidualNetwork

NETWORKS: dict[str, Callable[[int], nn.Module]] = {
    "residual": lambda outputs: ResidualNetwork(outputs=outputs),
    "residual-taught": lambda outputs: ResidualNetwork(dropout=0.05, outputs=outputs),
    "residual-wide": lambda outputs: ResidualNetwork(64, (96, 192, 384), (2, 2, 2), dropout=0.3, outputs=outputs),
    "convolutional": ConvolutionalNetwork,
    "transfer": TransferNetwork,
    "time-delay": TimeDelayNetwork,
    "convolutional-lstm": ConvolutionalLstmNetwork,
}
"""Name to builder; a builder takes the number of emotions."""


def build_network(name: str, outputs: int) -> nn.Module:
    """A fresh network. Raises ValueError that lists the names."""
    if name not in NETWORKS:
        raise ValueError(f'no network "{name}"; there are {", ".join(sorted(NETWORKS))}')
    return NETWORKS[name](outputs)


def count_parameters(network: nn.Module) -> int:
    """Trained numbers of a network."""
    return sum(parameter.numel() for parameter in network.parameters())
