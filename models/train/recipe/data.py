"""The pictures of a run: loaded, checked, restricted to its emotions and split."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .configs import TrainConfig
from .emotions import EMOTIONS
from .generated import generated_pictures
from .near_duplicates import SAME_PICTURE_CORRELATION
from .pictures import Pictures, load_cached
from .split import Split, person_of, refuse_persons, split_pictures


@dataclass(frozen=True)
class RunData:
    """Both sides, labels as indices into the run's emotions; `train_groups` numbers near-duplicates and persons."""

    train: Pictures
    train_groups: np.ndarray
    validation: Pictures
    resting: np.ndarray
    """Training pictures labelled calm, uint8 [N, 48, 48], whatever the run's emotions."""


def prepare_data(config: TrainConfig, data: Path, cache: Path) -> RunData:
    """Pictures of a config. data: the folder with `expressions-train.zip` and `faces/` (persons kept for tests)."""
    if config.generated_pictures:
        pictures = generated_pictures(config.generated_pictures, config.seed)
    else:
        pictures = load_cached(data / "expressions-train.zip", cache)
        refuse_persons(pictures, persons_in(data / "faces"))
    split = _kept_split(pictures, config, cache)
    kept = [EMOTIONS.index(emotion) for emotion in config.emotions]
    train = split.train[np.isin(pictures.labels[split.train], kept)]
    if config.left_out is not None:
        train = train[~belongs(split.groups[train], *config.left_out)]
    validation = split.validation[np.isin(pictures.labels[split.validation], kept)]
    return RunData(
        train=_relabel(pictures.take(train), kept),
        train_groups=split.groups[train],
        validation=_relabel(pictures.take(validation), kept),
        resting=pictures.images[split.train[pictures.labels[split.train] == EMOTIONS.index("calm")]],
    )


def belongs(groups: np.ndarray, part: int, parts: int) -> np.ndarray:
    """Which pictures, by the number of their group, lie in one of `parts` parts: near-duplicates and persons stay together."""
    return groups % parts == part


def persons_in(faces: Path) -> set[str]:
    """Persons of `<emotion>/<person>_<n>/`, none where the folder is missing."""
    return {person for folder in faces.glob("*/*") if (person := person_of(f"{folder.name}_")) is not None}


def _kept_split(pictures: Pictures, config: TrainConfig, cache: Path) -> Split:
    """The split costs half a minute of comparing pictures: it is kept beside the decoded pictures."""
    kept = cache / f"split-{len(pictures)}-{config.validation_share}-{config.split_seed}-{SAME_PICTURE_CORRELATION}.npz"
    if not config.generated_pictures and kept.exists():
        with np.load(kept) as arrays:
            return Split(arrays["train"], arrays["validation"], arrays["groups"])
    split = split_pictures(pictures, config.validation_share, config.split_seed)
    if not config.generated_pictures:
        cache.mkdir(parents=True, exist_ok=True)
        np.savez(kept, train=split.train, validation=split.validation, groups=split.groups)
    return split


def _relabel(pictures: Pictures, kept: list[int]) -> Pictures:
    places = np.full(len(EMOTIONS), -1, dtype=np.int64)
    places[kept] = np.arange(len(kept))
    return Pictures(pictures.images, places[pictures.labels], pictures.names)
