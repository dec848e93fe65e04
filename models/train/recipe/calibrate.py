"""Fits what is folded into the exported graph: offsets for rare emotions, then one temperature, both on validation."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .metrics import figures
from .shipped import Calibration

STRENGTHS = tuple(np.linspace(-0.5, 1.5, 21).round(2).tolist())
"""How far the offsets go towards removing the training pictures' shares of emotions; 1 removes them wholly."""


def calibrate(logits: Tensor, labels: np.ndarray, shares: np.ndarray) -> Calibration:
    """logits: [N, K] of validation pictures; shares: [K], how often training showed each emotion (sums to 1).

    One strength is chosen by the mean of accuracy and balanced accuracy: a single number, because seven free offsets
    would be fitted to the validation pictures rather than to faces.
    """
    direction = -torch.log(torch.from_numpy(shares).float())
    direction = direction - direction.mean()
    best = max(STRENGTHS, key=lambda s: _merit((logits + s * direction).softmax(1).numpy(), labels))
    moved = logits + best * direction
    temperature = fit_temperature(moved, labels)
    return Calibration(temperature, tuple((best * direction / temperature).tolist()))


def fit_temperature(logits: Tensor, labels: np.ndarray) -> float:
    """The temperature of least negative log-likelihood, to 0.01, from 0.3 to 3."""
    wanted = torch.from_numpy(labels)
    candidates = [i / 100 for i in range(30, 301)]
    return min(candidates, key=lambda t: float(F.cross_entropy(logits / t, wanted)))


def _merit(scores: np.ndarray, labels: np.ndarray) -> float:
    found = figures(scores, labels, resamples=0)
    return found.accuracy + found.balanced
