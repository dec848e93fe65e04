"""Figures of a network on labelled pictures, with the intervals that belong to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Z_95 = 1.959964
CALIBRATION_BINS = 15


@dataclass(frozen=True)
class Figures:
    """All in 0 to 1. `recalls` and `confusion` (rows: label, columns: answer, counts) follow the emotions given."""

    count: int
    accuracy: float
    accuracy_interval: tuple[float, float]
    balanced: float
    balanced_interval: tuple[float, float]
    recalls: tuple[float, ...]
    calibration_error: float
    confusion: np.ndarray


def figures(scores: np.ndarray, labels: np.ndarray, seed: int = 1, resamples: int = 1000) -> Figures:
    """scores: [N, K] summing to 1; labels: [N] in 0..K-1. Without resamples the balanced interval is the value itself."""
    answers = scores.argmax(1)
    kinds = scores.shape[1]
    confusion = np.bincount(labels * kinds + answers, minlength=kinds * kinds).reshape(kinds, kinds)
    return Figures(
        count=len(labels),
        accuracy=float((answers == labels).mean()),
        accuracy_interval=wilson_interval(int((answers == labels).sum()), len(labels)),
        balanced=_balanced(confusion),
        balanced_interval=_bootstrap_balanced(answers, labels, kinds, seed, resamples),
        recalls=tuple(float(r) for r in _recalls(confusion)),
        calibration_error=expected_calibration_error(scores, labels),
        confusion=confusion,
    )


def restrict(scores: np.ndarray, labels: np.ndarray, kept: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Scores and labels of some emotions only, renormalised, as a film with those emotions sees them."""
    rows = np.isin(labels, kept)
    part = scores[rows][:, list(kept)]
    return part / np.maximum(part.sum(1, keepdims=True), 1e-12), np.array([kept.index(int(label)) for label in labels[rows]], dtype=np.int64)


def wilson_interval(right: int, count: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if count == 0:
        return (0.0, 1.0)
    share = right / count
    centre = share + Z_95**2 / (2 * count)
    spread = Z_95 * np.sqrt(share * (1 - share) / count + Z_95**2 / (4 * count**2))
    scale = 1 + Z_95**2 / count
    return (float((centre - spread) / scale), float((centre + spread) / scale))


def expected_calibration_error(scores: np.ndarray, labels: np.ndarray) -> float:
    """Mean distance of confidence and accuracy over 15 equal bins of confidence, weighted by their pictures."""
    confidence = scores.max(1)
    right = scores.argmax(1) == labels
    bins = np.minimum((confidence * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    error = 0.0
    for index in np.unique(bins):
        members = bins == index
        error += members.mean() * abs(float(right[members].mean() - confidence[members].mean()))
    return float(error)


def _recalls(confusion: np.ndarray) -> np.ndarray:
    return np.diag(confusion) / np.maximum(confusion.sum(1), 1)


def _balanced(confusion: np.ndarray) -> float:
    present = confusion.sum(1) > 0
    return float(_recalls(confusion)[present].mean())


def _bootstrap_balanced(answers: np.ndarray, labels: np.ndarray, kinds: int, seed: int, resamples: int) -> tuple[float, float]:
    rng = np.random.default_rng(seed)
    values: list[float] = []
    for _ in range(resamples):
        drawn = rng.integers(0, len(labels), len(labels))
        counts = np.bincount(labels[drawn] * kinds + answers[drawn], minlength=kinds * kinds)
        values.append(_balanced(counts.reshape(kinds, kinds)))
    if not values:
        value = _balanced(np.bincount(labels * kinds + answers, minlength=kinds * kinds).reshape(kinds, kinds))
        return (value, value)
    low, high = np.percentile(values, [2.5, 97.5])
    return (float(low), float(high))
