"""Every training run that has a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .augment import Augmentation
from .emotions import EMOTIONS


@dataclass(frozen=True)
class Refinement:
    """Softens labels by what the run's own averaged network says of the training pictures (label noise)."""

    at: tuple[float, ...]
    """Progress at which the averaged network is asked."""
    weight: float
    """Part of the target that comes from it."""


@dataclass(frozen=True)
class TrainConfig:
    """One run, whole: the same config, seed, data and spans give the same network on the same machine."""

    name: str
    network: str = "residual"
    """A key of `networks.NETWORKS`."""
    emotions: tuple[str, ...] = EMOTIONS
    epochs: int = 50
    batch: int = 128
    optimiser: Literal["sgd", "adam"] = "sgd"
    peak_rate: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 5e-4
    label_smoothing: float = 0.08
    mixup: float = 0.2
    """Parameter of the Beta distribution; 0 switches it off."""
    sampling_power: float = 0.5
    """Pictures of an emotion are drawn in proportion to their count to this power: 1 as they are, 0 balanced."""
    average_decay: float = 0.998
    sizes: tuple[tuple[float, int], ...] = ((0.0, 48),)
    augmentation: Augmentation = field(default_factory=Augmentation)
    late_augmentation: tuple[float, Augmentation] | None = None
    """From that progress on, this is done to the pictures instead."""
    refinement: Refinement | None = None
    teachers: tuple[str, ...] = ()
    """Names of finished runs whose answers are mixed into the labels."""
    teachers_asked: Literal["once", "each cut"] = "once"
    """About every whole picture before the run, or about each cut of one, before it is spoilt (needs a GPU)."""
    teacher_weight: float = 0.5
    """Part of the target that comes from them."""
    unseen_weight: float = 0.4
    """Of the teachers' part, what the one says that was trained without the picture (asked about each cut)."""
    left_out: tuple[int, int] | None = None
    """`(part, parts)`: trained without that part of the pictures."""
    start_from: str | None = None
    """Name of a finished run of the same network whose weights this one begins with."""
    backbone: str | None = None
    """Name of a finished run whose network stays as it is under a new top (`transfer` only)."""
    pseudo_sequences: bool = False
    """Train on a resting face fading into each picture (sequence networks)."""
    validation_share: float = 0.08
    split_seed: int = 1
    seed: int = 1
    generated_pictures: int = 0
    """More than 0: train on that many drawn pictures instead of the data (the smoke run)."""


_MAIN = TrainConfig(
    name="first",
    epochs=100,
    label_smoothing=0.05,
    sizes=((0.0, 32), (0.25, 40), (0.6, 48)),
    augmentation=Augmentation(erase_probability=0.35),
    late_augmentation=(
        0.7,
        Augmentation(
            erase_probability=0.3,
            blur_probability=0.2,
            low_resolution_probability=0.2,
            noise_probability=0.2,
            dark_probability=0.12,
        ),
    ),
    refinement=Refinement(at=(0.45, 0.6, 0.75), weight=0.35),
)
"""`epochs` is the most that a run with a deadline takes."""

_SECOND = TrainConfig(
    name="second",
    seed=2,
    epochs=120,
    label_smoothing=0.02,
    sizes=((0.0, 32), (0.25, 40), (0.6, 48)),
    teachers=("first",),
    teachers_asked="once",
    teacher_weight=0.5,
    augmentation=Augmentation(erase_probability=0.3, low_resolution_probability=0.15, dark_probability=0.1),
    late_augmentation=(
        0.6,
        Augmentation(
            erase_probability=0.25,
            shift=0.1,
            blur_probability=0.2,
            low_resolution_probability=0.25,
            noise_probability=0.2,
            dark_probability=0.15,
        ),
    ),
)
"""Learns the labels and, of spoilt pictures, what `first` says of the clean ones."""

TEACHERS = 6
"""Each is trained without another sixth of the pictures."""


def _teacher(part: int) -> TrainConfig:
    """Too large to ship. What it says of the pictures that it was not shown has none of their labels' noise."""
    return TrainConfig(
        name=f"teacher-{part + 1}",
        network="residual-wide",
        seed=101 + part,
        left_out=(part, TEACHERS),
        epochs=100,
        batch=256,
        peak_rate=0.15,
        label_smoothing=0.05,
        sizes=((0.0, 32), (0.2, 40), (0.5, 48)),
        augmentation=Augmentation(erase_probability=0.35),
        refinement=Refinement(at=(0.45, 0.6, 0.75), weight=0.35),
    )


def _taught(number: int) -> TrainConfig:
    """Small enough to ship: learns what the teachers say of a picture's cut while it is shown it spoilt."""
    return TrainConfig(
        name=f"taught-{number}",
        network="residual-taught",
        seed=number,
        epochs=300,
        batch=256,
        peak_rate=0.2,
        weight_decay=3e-4,
        label_smoothing=0.0,
        teachers=tuple(f"teacher-{part + 1}" for part in range(TEACHERS)),
        teachers_asked="each cut",
        teacher_weight=0.8,
        augmentation=Augmentation(erase_probability=0.3, low_resolution_probability=0.15, dark_probability=0.1),
        late_augmentation=(
            0.6,
            Augmentation(
                erase_probability=0.25,
                shift=0.09,
                blur_probability=0.22,
                blur_longest=2.8,
                low_resolution_probability=0.22,
                noise_probability=0.25,
                dark_probability=0.15,
            ),
        ),
    )


EMOPY_SETS: tuple[tuple[str, ...], ...] = (
    ("anger", "fear", "calm"),
    ("happiness", "disgust", "surprise"),
    ("anger", "fear", "calm", "surprise"),
)
"""Sets of emotions for which EmoPy shipped a trained network."""

SHIPPED: tuple[str, ...] = ("first", "second")
"""The runs whose networks ship, a file each; they take turns."""

ANCESTORS: tuple[str, ...] = ("convolutional", "transfer", "time-delay", "convolutional-lstm")
"""EmoPy's architectures, as keys of `networks.NETWORKS`."""


def ancestor_name(network: str, emotions: tuple[str, ...]) -> str:
    """Name of the run that trains one of EmoPy's architectures for a set of emotions."""
    return f"{network}-{'-'.join(emotions)}"


def _ancestor(network: str, emotions: tuple[str, ...]) -> TrainConfig:
    """EmoPy's optimiser (Adam, 0.001) under this recipe's data, split and sampling, with half its movement."""
    return TrainConfig(
        name=ancestor_name(network, emotions),
        network=network,
        emotions=emotions,
        epochs=1 if network == "convolutional-lstm" else 3,
        optimiser="adam",
        peak_rate=0.001,
        weight_decay=0.0,
        label_smoothing=0.0,
        mixup=0.0,
        average_decay=0.98,
        augmentation=Augmentation(
            scale=(0.93, 1.1),
            rotation_degrees=7,
            shift=0.04,
            blur_probability=0.05,
            low_resolution_probability=0.05,
            erase_probability=0.0,
        ),
        backbone="first" if network == "transfer" else None,
        pseudo_sequences=network in ("time-delay", "convolutional-lstm"),
    )


CONFIGS: dict[str, TrainConfig] = {
    config.name: config
    for config in (
        _MAIN,
        _SECOND,
        *(_teacher(part) for part in range(TEACHERS)),
        _taught(1),
        _taught(2),
        TrainConfig(name="smoke", epochs=1, batch=32, generated_pictures=160, sizes=((0.0, 24),)),
        TrainConfig(
            name="smoke-taught",
            epochs=1,
            batch=32,
            generated_pictures=160,
            sizes=((0.0, 24),),
            teachers=("smoke",),
            teachers_asked="each cut",
        ),
        *(_ancestor(network, emotions) for network in ANCESTORS for emotions in EMOPY_SETS),
    )
}
