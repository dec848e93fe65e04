"""Finished runs: their networks and what they answer."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from torch import nn

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


def network_files(first: Path, names: Sequence[str]) -> list[Path]:
    """Where runs' networks are exported to: the first at `first`, the others beside it under its name and theirs."""
    return [first, *(first.with_stem(f"{first.stem}-{name}") for name in names[1:])]
