"""A run on disk: a folder with its checkpoint, its log and, at the end, its averaged weights."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from .configs import TrainConfig


@dataclass(frozen=True)
class RunFolder:
    """Paths of one run."""

    root: Path

    @property
    def checkpoint(self) -> Path:
        """Everything that going on needs; replaced after an epoch, at most twice a minute."""
        return self.root / "checkpoint.pt"

    @property
    def finished(self) -> Path:
        """The averaged weights of the last epoch; exists only when the run has ended."""
        return self.root / "finished.pt"

    @property
    def log(self) -> Path:
        """One JSON line an epoch."""
        return self.root / "log.jsonl"

    def begin(self, config: TrainConfig) -> None:
        """Makes the folder and writes the config down."""
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "config.json").write_text(json.dumps(asdict(config), indent=2) + "\n")

    def append(self, line: dict[str, Any]) -> None:
        """Adds an epoch to the log."""
        with self.log.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def rewind(self, epochs: int) -> None:
        """Drops lines of epochs that came after the checkpoint: they will be run again."""
        lines = self.lines()
        if len(lines) > epochs:
            self.log.write_text("".join(json.dumps(line) + "\n" for line in lines[:epochs]))

    def lines(self) -> list[dict[str, Any]]:
        """The log so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []


def save_whole(path: Path, value: dict[str, Any]) -> None:
    """Writes beside, then renames: a run stopped while saving keeps its last whole checkpoint."""
    beside = path.with_suffix(".part")
    torch.save(value, beside)
    os.replace(beside, path)


def load_whole(path: Path) -> dict[str, Any]:
    """What `save_whole` wrote. Only plain tensors, numbers and texts are unpickled."""
    return torch.load(path, map_location="cpu", weights_only=True)
