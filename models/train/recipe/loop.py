"""The training loop: epochs, checkpoints, resume, a deadline, a log."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from tqdm import tqdm

from .answers import ask
from .augment import Augmentation, augment, move, spoil
from .averaging import AveragedWeights
from .checkpoint import RunFolder, load_whole, save_whole
from .configs import TrainConfig
from .data import RunData, belongs
from .metrics import figures
from .networks import build_network, count_parameters
from .pseudo_sequences import fade_in
from .schedule import Span, next_span, rate_at, size_at
from .standardise import standardise
from .targets import draw_epoch, first_targets, mix, smooth, soften

_GRADIENT_LIMIT = 5.0
_SAVED_EVERY_SECONDS = 30


@dataclass(frozen=True)
class Limits:
    """What a person asks of a run besides its config."""

    until: datetime | None = None
    """The wall-clock time by which the run should end."""
    replay: tuple[Span, ...] = ()
    """Spans of an earlier run's log, to repeat a run that had a deadline."""
    quiet: bool = False


@dataclass(frozen=True)
class Teacher:
    """A finished network that answers for training pictures."""

    network: nn.Module
    left_out: tuple[int, int] | None
    """The part of the pictures that it was trained without."""


@dataclass(frozen=True)
class Start:
    """What a run takes from finished ones."""

    teachers: tuple[Teacher, ...] = ()
    weights: dict[str, Tensor] | None = None
    """Of the whole network."""
    backbone: dict[str, Tensor] | None = None
    """Weights of the network's `backbone` only."""


class Training:
    """One run in progress."""

    def __init__(self, config: TrainConfig, data: RunData, folder: RunFolder, start: Start, device: torch.device) -> None:
        torch.manual_seed(config.seed)
        self.config, self.data, self.folder, self.device = config, data, folder, device
        kinds = len(config.emotions)
        self.network = build_network(config.network, kinds)
        if all(parameter.ndim <= 4 for parameter in self.network.parameters()):
            self.network = self.network.to(memory_format=torch.channels_last)
        if start.weights is not None:
            self.network.load_state_dict(start.weights)
        if start.backbone is not None:
            self.network.get_submodule("backbone").load_state_dict(start.backbone)
        self.network = self.network.to(device)
        self.average = AveragedWeights(self.network, config.average_decay)
        self.optimiser = _optimiser(self.network, config)
        self.images = torch.from_numpy(data.train.images).to(device)
        self.targets = first_targets(data.train.labels, data.train_groups, data.train.names, kinds).to(device)
        if start.teachers and config.teachers_asked == "once":
            self.targets = soften(self.targets, _answers(start.teachers, data).to(device), config.teacher_weight)
        each_cut = start.teachers if config.teachers_asked == "each cut" else ()
        self.teachers = [teacher.network.to(device, memory_format=torch.channels_last).eval() for teacher in each_cut]
        self.teacher_weights = teacher_weights(start.teachers, data.train_groups, config.unseen_weight).to(device)
        self.hard_targets = self.targets.clone()
        self.progress = 0.0
        self.epoch = 0
        self.seconds = 0.0
        self.refined = 0
        self.seconds_per_area: float | None = None
        self.saved_at = 0.0

    def run(self, limits: Limits) -> nn.Module:
        """Trains to the end and returns the averaged network."""
        self._resume()
        parameters = count_parameters(self.network)
        print(f"{self.config.name}: {len(self.data.train)} pictures, {parameters / 1e6:.2f} M parameters", flush=True)
        while self.progress < 1:
            self._refine()
            span = self._span(limits)
            began = time.monotonic()
            loss = self._epoch(span, limits.quiet)
            took = time.monotonic() - began
            self.seconds += took
            area = size_at((span.start + span.end) / 2, self.config.sizes) ** 2
            self.seconds_per_area = took / area if self.seconds_per_area is None else 0.5 * (self.seconds_per_area + took / area)
            self.progress, self.epoch = span.end, self.epoch + 1
            self._report(span, loss, took)
            self._save()
        save_whole(self.folder.finished, {"network": self.average.network.state_dict(), "seconds": self.seconds})
        return self.average.network

    def _span(self, limits: Limits) -> Span:
        if limits.replay:
            return limits.replay[self.epoch]
        seconds = None if limits.until is None else (limits.until - datetime.now()).total_seconds()
        return next_span(self.progress, self.config.epochs - self.epoch, seconds, self.seconds_per_area, self.config.sizes)

    def _epoch(self, span: Span, quiet: bool) -> float:
        config, train = self.config, self.data.train
        rng = np.random.default_rng([config.seed, self.epoch])
        torch_rng = torch.Generator(self.device).manual_seed(config.seed * 100_003 + self.epoch)
        torch.manual_seed(config.seed * 100_003 + self.epoch)
        order = torch.from_numpy(draw_epoch(train.labels, config.sampling_power, rng))
        batches = [batch for batch in order.split(config.batch) if len(batch) > 1]
        self.network.train()
        total = torch.zeros((), device=self.device)
        bar = tqdm(batches, desc=f"epoch {self.epoch + 1}", disable=quiet, leave=False, mininterval=2)
        for index, batch in enumerate(bar):
            progress = span.start + (span.end - span.start) * index / len(batches)
            size = size_at(progress, config.sizes)
            for group in self.optimiser.param_groups:
                group["lr"] = rate_at(progress, config.peak_rate)
            plan = self._augmentation(progress)
            chosen = batch.to(self.device)
            moved = move(self.images[chosen].float().unsqueeze(1), size, plan, torch_rng)
            target = smooth(self.targets[chosen], config.label_smoothing)
            if self.teachers:
                target = soften(target, self._taught(moved, chosen), config.teacher_weight)
            x = spoil(moved, plan, torch_rng)
            if config.pseudo_sequences:
                resting = torch.from_numpy(self.data.resting[rng.integers(0, len(self.data.resting), len(batch))]).to(self.device)
                x = fade_in(augment(resting.float().unsqueeze(1), size, plan, torch_rng), x)
            x, y = mix(standardise(x), target, config.mixup, rng)
            total += self._step(x, y)
        return float(total) / len(batches)

    def _augmentation(self, progress: float) -> Augmentation:
        late = self.config.late_augmentation
        return late[1] if late is not None and progress >= late[0] else self.config.augmentation

    def _step(self, x: Tensor, y: Tensor) -> Tensor:
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            logits = self.network(x.contiguous(memory_format=torch.channels_last))
        loss = F.cross_entropy(logits.float(), y)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), _GRADIENT_LIMIT)
        self.optimiser.step()
        self.average.update(self.network)
        return loss.detach()

    @torch.no_grad()
    def _taught(self, moved: Tensor, chosen: Tensor) -> Tensor:
        """What the teachers say of cuts [N, 1, S, S] of the training pictures with those numbers: [N, K]."""
        x = standardise(moved).contiguous(memory_format=torch.channels_last)
        with torch.autocast(self.device.type, dtype=torch.bfloat16):
            answers = [teacher(x).float().softmax(1) for teacher in self.teachers]
        return torch.einsum("tnk,nt->nk", torch.stack(answers), self.teacher_weights[chosen])

    def _refine(self) -> None:
        """Asks the averaged network about the training pictures when the config says so."""
        plan = self.config.refinement
        if plan is None or self.refined >= len(plan.at) or self.progress < plan.at[self.refined]:
            return
        self.refined = sum(self.progress >= at for at in plan.at)
        size = size_at(self.progress, self.config.sizes)
        answers = ask(self.average.network, self.data.train.images, fast=True, size=size).softmax(1).to(self.device)
        self.targets = soften(self.hard_targets, answers, plan.weight)

    def _report(self, span: Span, loss: float, took: float) -> None:
        validation = self.data.validation
        size = size_at(span.end, self.config.sizes)
        scores = ask(self.average.network, validation.images, fast=True, size=size).softmax(1).numpy()
        found = figures(scores, validation.labels, resamples=0)
        left = self.seconds / self.progress * (1 - self.progress)
        line = {
            "epoch": self.epoch,
            "from": span.start,
            "to": span.end,
            "loss": round(loss, 4),
            "accuracy": round(found.accuracy, 4),
            "balanced": round(found.balanced, 4),
            "recalls": {e: round(r, 3) for e, r in zip(self.config.emotions, found.recalls)},
            "seconds": round(took, 1),
        }
        self.folder.append(line)
        recalls = " ".join(f"{e[:4]} {r * 100:.0f}" for e, r in zip(self.config.emotions, found.recalls))
        print(
            f"epoch {self.epoch:3d} to {span.end * 100:5.1f} %  loss {loss:.3f}  accuracy {found.accuracy * 100:.1f}"
            f"  balanced {found.balanced * 100:.1f}  ({recalls})  {took:.0f} s, about {left / 60:.0f} min left",
            flush=True,
        )

    def _save(self) -> None:
        """Not after each of a GPU's short epochs: writing would cost as much as they do."""
        if self.progress < 1 and time.monotonic() - self.saved_at < _SAVED_EVERY_SECONDS:
            return
        save_whole(self.folder.checkpoint, self._state())
        self.saved_at = time.monotonic()

    def _state(self) -> dict[str, object]:
        return {
            "network": self.network.state_dict(),
            "average": self.average.network.state_dict(),
            "average_steps": self.average.steps,
            "optimiser": self.optimiser.state_dict(),
            "targets": self.targets,
            "progress": self.progress,
            "epoch": self.epoch,
            "seconds": self.seconds,
            "refined": self.refined,
            "seconds_per_area": self.seconds_per_area,
        }

    def _resume(self) -> None:
        if not self.folder.checkpoint.exists():
            return
        state = load_whole(self.folder.checkpoint)
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.average.steps = state["average_steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.targets = state["targets"].to(self.device)
        self.progress, self.epoch, self.seconds = state["progress"], state["epoch"], state["seconds"]
        self.refined, self.seconds_per_area = state["refined"], state["seconds_per_area"]
        self.folder.rewind(self.epoch)
        print(f"goes on after epoch {self.epoch}", flush=True)


def _answers(teachers: tuple[Teacher, ...], data: RunData) -> Tensor:
    """Scores [N, K] for the training pictures, the mean over the teachers, a picture and its mirror."""
    images = data.train.images
    answers = [ask(t.network, images, mirror, fast=True).softmax(1) for t in teachers for mirror in (False, True)]
    return torch.stack(answers).mean(0)


def teacher_weights(teachers: tuple[Teacher, ...], groups: np.ndarray, unseen: float) -> Tensor:
    """[N, teachers], rows sum to 1: `unseen` for whoever was trained without the picture, the rest shared by the others."""
    weights = np.zeros((len(groups), len(teachers)), dtype=np.float32)
    for place, teacher in enumerate(teachers):
        aside = np.zeros(len(groups), bool) if teacher.left_out is None else belongs(groups, *teacher.left_out)
        weights[:, place] = np.where(aside, unseen, (1 - unseen) / max(1, len(teachers) - 1))
    return torch.from_numpy(weights / np.maximum(weights.sum(1, keepdims=True), 1e-9))


def _optimiser(network: nn.Module, config: TrainConfig) -> torch.optim.Optimizer:
    """SGD with Nesterov momentum, or Adam; normalisation and biases do not decay, frozen weights stay."""
    trained = [p for p in network.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": config.weight_decay},
        {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
    ]
    if config.optimiser == "adam":
        return torch.optim.AdamW(groups, lr=config.peak_rate)
    return torch.optim.SGD(groups, lr=config.peak_rate, momentum=config.momentum, nesterov=True)
