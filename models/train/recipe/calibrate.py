"""Fits what is folded into the exported graph: offsets for rare emotions and for fear, then one temperature, both on validation."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .metrics import figures
from .shipped import Calibration

STRENGTHS = tuple(np.linspace(-0.5, 1.5, 21).round(2).tolist())
"""How far the offsets go towards removing the training pictures' shares of emotions; 1 removes them wholly."""

FEAR_LIFTS = tuple(np.linspace(0, 0.8, 17).round(2).tolist())
"""Added to the logit of fear, on top: a network answers fear less often than it is shown, and films hang on it."""

FEAR_WEIGHT = 0.25
"""What a point of fear's recall is worth beside a point of accuracy and a point of balanced accuracy."""


FEAR_ENOUGH = 0.55
"""Past this recall fear is worth no more: what it gains then, sadness and anger lose."""


def calibrate(logits: list[Tensor], labels: np.ndarray, shares: np.ndarray, fear: int | None = None) -> Calibration:
    """logits: [N, K] for the validation pictures, once for each look of each network that answers; shares: [K], how often
    training showed each emotion (sums to 1); fear: its place among the emotions, or None where there is none.

    Two numbers are chosen, not seven: seven free offsets would be fitted to the validation pictures rather than to faces.
    """
    direction = -torch.log(torch.from_numpy(shares).float())
    direction = direction - direction.mean()
    candidates = [
        strength * direction + _lift(len(shares), fear, lift)
        for strength in STRENGTHS
        for lift in (FEAR_LIFTS if fear is not None else (0.0,))
    ]
    best = max(candidates, key=lambda offsets: _merit(_mean(logits, offsets), labels, fear))
    temperature = _fit_temperature([view + best for view in logits], labels)
    return Calibration(temperature, tuple((best / temperature).tolist()))


def _mean(logits: list[Tensor], offsets: Tensor) -> np.ndarray:
    return torch.stack([(view + offsets).softmax(1) for view in logits]).mean(0).numpy()


def _fit_temperature(logits: list[Tensor], labels: np.ndarray) -> float:
    """The temperature of least negative log-likelihood, to 0.01, from 0.3 to 3, of the mean over the looks: that is what the
    product takes for the answer, and it is less sure of itself than each of them."""
    wanted = torch.from_numpy(labels)
    views = torch.stack(logits)
    candidates = [i / 100 for i in range(30, 301)]
    return min(candidates, key=lambda t: float(F.nll_loss((views / t).softmax(2).mean(0).log(), wanted)))


def _lift(kinds: int, index: int | None, amount: float) -> Tensor:
    """An offset for one emotion, centred."""
    offsets = torch.zeros(kinds)
    if index is not None:
        offsets[index] = amount
    return offsets - offsets.mean()


def _merit(scores: np.ndarray, labels: np.ndarray, fear: int | None) -> float:
    found = figures(scores, labels, resamples=0)
    return found.accuracy + found.balanced + (FEAR_WEIGHT * min(found.recalls[fear], FEAR_ENOUGH) if fear is not None else 0.0)
