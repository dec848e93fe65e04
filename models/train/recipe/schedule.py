"""The learning rate over a run: a warm-up, then a cosine to zero, over progress rather than over epochs.

Progress goes from 0 to 1. A run with a deadline takes larger steps of progress an epoch when the machine is slower
than hoped, so that it still ends on a rate of zero; each epoch's span is in the log, and `--replay` follows a log.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

WARM_UP = 0.03
"""Part of the run in which the rate rises from a tenth to its peak."""


@dataclass(frozen=True)
class Span:
    """The part of the run that one epoch covers."""

    start: float
    end: float


def rate_at(progress: float, peak: float) -> float:
    """Learning rate at a progress of 0 to 1."""
    if progress < WARM_UP:
        return peak * (0.1 + 0.9 * progress / WARM_UP)
    return peak * 0.5 * (1 + math.cos(math.pi * (progress - WARM_UP) / (1 - WARM_UP)))


def size_at(progress: float, sizes: tuple[tuple[float, int], ...]) -> int:
    """Side of the pictures at a progress: the last of `(from progress, size)` that has begun."""
    return [size for begin, size in sizes if progress >= begin][-1]


def next_span(
    start: float,
    epochs_left: int,
    seconds_left: float | None = None,
    seconds_per_area: float | None = None,
    sizes: tuple[tuple[float, int], ...] = ((0.0, 48),),
) -> Span:
    """The span of the next epoch: an equal part of what is left, for as many epochs as are planned or fit the time.

    seconds_per_area: measured seconds of an epoch divided by its pictures' area, or None before the first.
    """
    count = max(1, epochs_left)
    if seconds_left is not None and seconds_per_area is not None:
        samples = [start + (1 - start) * (i + 0.5) / 32 for i in range(32)]
        mean_seconds = seconds_per_area * sum(size_at(p, sizes) ** 2 for p in samples) / len(samples)
        count = max(1, min(count, int(seconds_left / mean_seconds)))
    end = 1.0 if count == 1 else start + (1 - start) / count
    return Span(start, end)
