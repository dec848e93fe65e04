"""The card beside an exported network: what it is, from what, for what, how good, how weak."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy as np

from .checkpoint import RunFolder, load_whole
from .configs import TrainConfig
from .metrics import Figures, figures, restrict
from .onnx_file import INPUT_NAME, OUTPUT_NAME
from .pictures import PICTURE_SIZE, Pictures
from .shipped import Calibration
from .standardise import SMALLEST_DEVIATION
from .views import Look, as_card

FILM_SETS: tuple[tuple[str, ...], ...] = (("anger", "fear", "calm"), ("happiness", "disgust", "surprise"))
"""The sets of emotions that films ask for most; EmoPy shipped a network for each."""

_INTENDED = (
    "Steering a film by the mood of consenting visitors of an installation. The scores say what an expression looks "
    "like to people who labelled pictures, not what anyone feels."
)
_NOT_INTENDED = "Judging, ranking, identifying or screening people."
_WEAKNESSES = (
    "Fear is lifted by calibration so that it is found: sadness, anger and calm are sometimes taken for it.",
    "Posed fear with bared teeth is taken for happiness, more so when the face is cut loosely.",
    "Trained on web pictures and posed expressions: subtle, spontaneous and mixed expressions are read worse.",
    "Fear and surprise, sadness and calm, anger and disgust are taken for each other most.",
    "Disgust was learnt from few pictures.",
    "The labels of FER2013 are noisy: people agree with about two in three of them.",
    "Neither data set tells age, skin or origin: how it differs between groups of people is not measured.",
)


@dataclass(frozen=True)
class Answers:
    """Mean scores [N, K] over all looks for the validation pictures, of exported networks that share a calibration."""

    alone: np.ndarray
    """Of the network that the card is about."""
    together: np.ndarray
    """Of it and the others."""
    others: tuple[str, ...]
    """Names of the networks that it takes turns with."""


def write_card(
    file: Path,
    config: TrainConfig,
    looks: Sequence[Look],
    calibration: Calibration,
    answers: Answers,
    validation: Pictures,
    runs: Path,
) -> Path:
    """Writes `<file>.json` beside the network and returns its path. `manifest` is the entry models/manifest.json takes.

    looks: how this network is shown a face, in the order of its turns.
    """
    metrics = {"validation": metrics_of(answers.alone, validation.labels, config.emotions)}
    if answers.others:
        metrics["validationTogether"] = metrics_of(answers.together, validation.labels, config.emotions)
    card: dict[str, Any] = {
        "manifest": {
            "name": file.stem,
            "file": file.name,
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "licence": "MIT (network); its training pictures are for research use",
            "origin": "trained by models/train: see models/train/README.md",
            "input": {"size": PICTURE_SIZE, "colour": "grey", "mean": [0], "divisor": 1},
            "task": "express",
            "outputs": [{"from": OUTPUT_NAME, "name": OUTPUT_NAME, "shape": [len(config.emotions)]}],
            "labels": list(config.emotions),
            "looks": as_card(looks),
        },
        "input": {
            "name": INPUT_NAME,
            "shape": ["faces", 1, PICTURE_SIZE, PICTURE_SIZE],
            "values": "grey 0 to 255 as float, a square cut of a face from about the hairline to just below the chin",
            "inTheGraph": [
                f"subtract the picture's mean, divide by its deviation (at least {SMALLEST_DEVIATION:g})",
                "divide by the temperature, add the offsets, softmax",
            ],
        },
        "answersWith": list(answers.others),
        "calibration": {"temperature": calibration.temperature, "offsets": [round(o, 4) for o in calibration.offsets]},
        "run": _run(config.name, runs),
        "data": {
            "training": "FER2013 (Kaggle 2013) training pictures without those that recur in its private test, and Cohn-Kanade apex crops",
            "terms": "research use",
            "validation": "groups set apart before training: by person for Cohn-Kanade, near-duplicates together for FER2013",
        },
        "metrics": metrics,
        "intendedUse": _INTENDED,
        "notFor": _NOT_INTENDED,
        "knownWeaknesses": list(_WEAKNESSES),
    }
    path = file.with_suffix(".json")
    path.write_text(json.dumps(card, indent=2) + "\n")
    return path


def metrics_of(scores: np.ndarray, labels: np.ndarray, emotions: tuple[str, ...]) -> dict[str, Any]:
    """Figures over all emotions and over the sets that films ask for, as plain numbers."""
    result = plain(figures(scores, labels), emotions)
    for kept in FILM_SETS:
        if set(kept) <= set(emotions):
            part = restrict(scores, labels, tuple(emotions.index(e) for e in kept))
            result["+".join(kept)] = plain(figures(*part), kept)
    return result


def plain(found: Figures, emotions: tuple[str, ...]) -> dict[str, Any]:
    """Figures as JSON takes them, rounded to four places."""
    return {
        "count": found.count,
        "accuracy": round(found.accuracy, 4),
        "accuracyInterval": [round(v, 4) for v in found.accuracy_interval],
        "balanced": round(found.balanced, 4),
        "balancedInterval": [round(v, 4) for v in found.balanced_interval],
        "recalls": {emotion: round(r, 4) for emotion, r in zip(emotions, found.recalls)},
        "calibrationError": round(found.calibration_error, 4),
        "confusion": found.confusion.tolist(),
    }


def _run(name: str, runs: Path) -> dict[str, Any]:
    folder = RunFolder(runs / name)
    config = json.loads((folder.root / "config.json").read_text())
    seconds = load_whole(folder.finished)["seconds"] if folder.finished.exists() else None
    return {
        "config": name,
        "seed": config["seed"],
        "epochs": len(folder.lines()),
        "seconds": None if seconds is None else round(seconds),
    }
