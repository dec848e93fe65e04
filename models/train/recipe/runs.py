"""Finished runs: their networks and what they answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .answers import ask
from .checkpoint import RunFolder, load_whole
from .configs import CONFIGS
from .networks import build_network


def load_network(name: str, runs: Path, unfinished: bool = False) -> nn.Module:
    """The averaged network of a run; `unfinished` takes it from the checkpoint of a run that still goes on."""
    config = CONFIGS[name]
    folder = RunFolder(runs / name)
    weights = load_whole(folder.checkpoint)["average"] if unfinished else load_whole(folder.finished)["network"]
    network = build_network(config.network, len(config.emotions))
    network.load_state_dict(weights)
    return network.eval()


@torch.no_grad()
def members_logits(members: list[nn.Module], images: np.ndarray) -> Tensor:
    """Mean logits [N, K] as `Shipped` forms them: the first member sees the face, the last its mirror."""
    return (ask(members[0], images) + ask(members[-1], images, mirror=True)) / 2
