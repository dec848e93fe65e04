"""Every training run that has a name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

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
    refinement: Refinement | None = None
    teacher: str | None = None
    """Name of a finished run whose answers are mixed into the labels."""
    teacher_weight: float = 0.5
    validation_share: float = 0.08
    split_seed: int = 1
    seed: int = 1
    generated_pictures: int = 0
    """More than 0: train on that many drawn pictures instead of the data (the smoke run)."""


_MAIN = TrainConfig(
    name="first",
    epochs=60,
    sizes=((0.0, 32), (0.35, 40), (0.7, 48)),
    refinement=Refinement(at=(0.4, 0.6, 0.8), weight=0.35),
)

CONFIGS: dict[str, TrainConfig] = {
    config.name: config
    for config in (
        _MAIN,
        replace(_MAIN, name="second", seed=2),
        TrainConfig(name="smoke", epochs=1, batch=32, generated_pictures=160, sizes=((0.0, 24),)),
    )
}
