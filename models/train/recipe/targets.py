"""What the network is asked to answer for each training picture: soft labels, because FER2013's are noisy."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def first_targets(labels: np.ndarray, groups: np.ndarray, names: tuple[str, ...], kinds: int) -> Tensor:
    """One-hot rows [N, kinds]; web pictures that recur under different labels share the mean of theirs."""
    targets = np.eye(kinds, dtype=np.float32)[labels]
    from_the_web = np.array([name.startswith("fer2013") for name in names])
    _, group, counts = np.unique(np.where(from_the_web, groups, -1 - np.arange(len(groups))), return_inverse=True, return_counts=True)
    sums = np.zeros((len(counts), kinds), dtype=np.float32)
    np.add.at(sums, group, targets)
    return torch.from_numpy(sums[group] / counts[group, None].astype(np.float32))


def soften(targets: Tensor, answers: Tensor, weight: float) -> Tensor:
    """Mixes a network's answers into labels: `(1 - weight) targets + weight answers`."""
    return targets * (1 - weight) + answers * weight


def smooth(targets: Tensor, amount: float) -> Tensor:
    """Label smoothing: a part of each row is spread evenly."""
    return targets * (1 - amount) + amount / targets.shape[1]


def draw_epoch(labels: np.ndarray, power: float, rng: np.random.Generator) -> np.ndarray:
    """Indices of one epoch, shuffled, as many as there are pictures; an emotion's share is its count to the power.

    Within an emotion every picture comes equally often, give or take one.
    """
    kinds, counts = np.unique(labels, return_counts=True)
    shares = counts.astype(np.float64) ** power
    quotas = np.round(len(labels) * shares / shares.sum()).astype(int)
    drawn: list[np.ndarray] = []
    for kind, quota in zip(kinds, quotas):
        members = np.flatnonzero(labels == kind)
        rounds = [rng.permutation(members) for _ in range(-(-quota // len(members)))]
        drawn.append(np.concatenate(rounds)[:quota])
    return rng.permutation(np.concatenate(drawn))


def shown_shares(labels: np.ndarray, power: float) -> np.ndarray:
    """How often `draw_epoch` shows each emotion: [K], sums to 1."""
    shares = np.bincount(labels).astype(np.float64) ** power
    return shares / shares.sum()


def mix(images: Tensor, targets: Tensor, alpha: float, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Mixup, a weight a picture (Zhang et al. 2018); alpha 0 leaves the batch as it is."""
    if alpha <= 0:
        return images, targets
    weight = torch.from_numpy(rng.beta(alpha, alpha, len(images)).astype(np.float32)).to(images.device)
    weight = torch.maximum(weight, 1 - weight)
    other = torch.from_numpy(rng.permutation(len(images))).to(images.device)
    w = weight.view(-1, 1, 1, 1)
    return images * w + images[other] * (1 - w), targets * weight[:, None] + targets[other] * (1 - weight[:, None])
