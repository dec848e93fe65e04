"""Finished runs and their networks."""

from __future__ import annotations

from pathlib import Path

from torch import nn

from .checkpoint import RunFolder, load_whole
from .configs import CONFIGS
from .networks import build_network
from .together import Together


def load_network(name: str, runs: Path, unfinished: bool = False) -> nn.Module:
    """The averaged network of a run; `unfinished` takes it from the checkpoint of a run that still goes on."""
    config = CONFIGS[name]
    folder = RunFolder(runs / name)
    weights = load_whole(folder.checkpoint)["average"] if unfinished else load_whole(folder.finished)["network"]
    network = build_network(config.network, len(config.emotions))
    network.load_state_dict(weights)
    return network.eval()


def load_together(names: list[str], runs: Path, unfinished: bool = False) -> nn.Module:
    """The networks of several runs as one that answers their mean."""
    networks = [load_network(name, runs, unfinished) for name in names]
    return networks[0] if len(networks) == 1 else Together(networks).eval()
