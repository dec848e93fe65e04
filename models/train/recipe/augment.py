"""What a webcam in a dark gallery does to a face, done to whole batches of tensors.

Every function takes grey pictures float [N, 1, S, S], 0 black to 255 white, and a generator on their device, and returns the same shape.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor


@dataclass(frozen=True)
class Augmentation:
    """How much is done. Probabilities are a picture's, spans are uniform."""

    scale: tuple[float, float] = (0.86, 1.2)
    """Zoom of the crop: a detector's box is looser or tighter than the data set's."""
    stretch: float = 0.08
    rotation_degrees: float = 14.0
    shift: float = 0.08
    """As a part of the side."""
    light_probability: float = 0.4
    side_light_probability: float = 0.15
    dark_probability: float = 0.08
    blur_probability: float = 0.12
    blur_longest: float = 2.0
    """Deviation of the widest smear, in pixels of the network's input."""
    low_resolution_probability: float = 0.1
    noise_probability: float = 0.15
    erase_probability: float = 0.5


def augment(images: Tensor, size: int, plan: Augmentation, rng: torch.Generator) -> Tensor:
    """Moves, lights, blurs, coarsens, adds noise and covers; `size` is the side of the result in pixels."""
    return spoil(move(images, size, plan, rng), plan, rng)


def spoil(moved: Tensor, plan: Augmentation, rng: torch.Generator) -> Tensor:
    """What light, lens, distance, sensor and hands do to pictures that `move` has cut."""
    x = relight(moved, plan, rng)
    x = _sometimes(x, plan.blur_probability, rng, partial(blur, longest=plan.blur_longest))
    x = _sometimes(x, plan.low_resolution_probability, rng, coarsen)
    x = darken(x, plan, rng)
    x = add_noise(x, plan, rng)
    x = x.clamp(0, 255)
    return erase(x, plan, rng)


def move(x: Tensor, size: int, plan: Augmentation, rng: torch.Generator) -> Tensor:
    """Mirrors half of them, then scales, stretches, turns and shifts each, repeating the border where it looks past it."""
    n = len(x)
    mirror = torch.where(torch.rand(n, generator=rng, device=rng.device) < 0.5, -1.0, 1.0)
    zoom = torch.exp(_uniform(n, math.log(plan.scale[0]), math.log(plan.scale[1]), rng))
    stretch = torch.exp(_uniform(n, -plan.stretch, plan.stretch, rng))
    angle = _uniform(n, -plan.rotation_degrees, plan.rotation_degrees, rng) * (math.pi / 180)
    across, down = 1 / (zoom * stretch), stretch / zoom
    cos, sin = torch.cos(angle), torch.sin(angle)
    shift_x = _uniform(n, -plan.shift, plan.shift, rng) * 2
    shift_y = _uniform(n, -plan.shift, plan.shift, rng) * 2
    rows = [mirror * cos * across, -sin * down, shift_x, mirror * sin * across, cos * down, shift_y]
    matrix = torch.stack(rows, 1).view(n, 2, 3)
    grid = F.affine_grid(matrix, [n, 1, size, size], align_corners=False)
    return F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)


def relight(x: Tensor, plan: Augmentation, rng: torch.Generator) -> Tensor:
    """Gamma and clipped contrast for some, light from one side for some."""
    n, size = len(x), x.shape[-1]
    gamma = torch.exp(_uniform(n, -0.5, 0.5, rng)).view(n, 1, 1, 1)
    contrast = torch.exp(_uniform(n, -0.5, 0.6, rng)).view(n, 1, 1, 1)
    lift = _uniform(n, -40, 40, rng).view(n, 1, 1, 1)
    mean = x.mean((1, 2, 3), keepdim=True)
    lit = (255 * (x.clamp(0, 255) / 255) ** gamma - mean) * contrast + mean + lift
    x = torch.where(_chance(n, plan.light_probability, rng), lit, x).clamp(0, 255)
    direction = _uniform(n, 0, 2 * math.pi, rng).view(n, 1, 1, 1)
    strength = _uniform(n, 0.2, 0.75, rng).view(n, 1, 1, 1)
    line = torch.linspace(-1, 1, size, device=rng.device)
    ramp = torch.cos(direction) * line.view(1, 1, 1, -1) + torch.sin(direction) * line.view(1, 1, -1, 1)
    return torch.where(_chance(n, plan.side_light_probability, rng), x * (1 + strength * ramp).clamp(0.1, 2), x)


def darken(x: Tensor, plan: Augmentation, rng: torch.Generator) -> Tensor:
    """A twentieth to two fifths of the light, in a camera's whole steps of grey, with its noise."""
    n = len(x)
    share = _uniform(n, 0.05, 0.4, rng).view(n, 1, 1, 1)
    noise = torch.randn(x.shape, generator=rng, device=rng.device) * _uniform(n, 0, 2.5, rng).view(n, 1, 1, 1)
    return torch.where(_chance(n, plan.dark_probability, rng), (x * share + noise).clamp(0, 255).round(), x)


def add_noise(x: Tensor, plan: Augmentation, rng: torch.Generator) -> Tensor:
    """Sensor noise with a deviation of 2 to 22 grey steps."""
    n = len(x)
    deviation = _uniform(n, 2, 22, rng).view(n, 1, 1, 1) * (x.std((1, 2, 3), keepdim=True) / 60).clamp(0.1, 1.2)
    noise = torch.randn(x.shape, generator=rng, device=rng.device) * deviation
    return torch.where(_chance(n, plan.noise_probability, rng), x + noise, x)


def blur(x: Tensor, rng: torch.Generator, longest: float) -> Tensor:
    """Out of focus, or moved in one direction, by about twice `longest` pixels: 2.0 is a tenth of the face."""
    n, radius = len(x), math.ceil(1.5 * longest)
    line = torch.arange(-radius, radius + 1, dtype=torch.float32, device=rng.device)
    down, across = torch.meshgrid(line, line, indexing="ij")
    angle = _uniform(n, 0, math.pi, rng).view(n, 1, 1)
    along = across * torch.cos(angle) + down * torch.sin(angle)
    aside = -across * torch.sin(angle) + down * torch.cos(angle)
    long = _uniform(n, 0.6, longest, rng).view(n, 1, 1)
    round_spot = (torch.rand(n, generator=rng, device=rng.device) < 0.5).view(n, 1, 1)
    short = torch.where(round_spot, long * 0.75, torch.full_like(long, 0.45))
    kernel = torch.exp(-0.5 * ((along / long) ** 2 + (aside / short) ** 2))
    kernel = (kernel / kernel.sum((1, 2), keepdim=True)).view(n, -1, 1)
    neighbours = F.unfold(F.pad(x, [radius] * 4, mode="replicate"), 2 * radius + 1)
    return (neighbours * kernel).sum(1).view_as(x)


def coarsen(x: Tensor, rng: torch.Generator) -> Tensor:
    """A face of 14 to 32 pixels, as at four metres from a wide lens, enlarged again."""
    low = int(torch.randint(14, 33, (1,), generator=rng, device=rng.device))
    small = F.interpolate(x, size=(low, low), mode="bilinear", antialias=True, align_corners=False)
    return F.interpolate(small, size=x.shape[-2:], mode="bilinear", align_corners=False)


def erase(x: Tensor, plan: Augmentation, rng: torch.Generator) -> Tensor:
    """Covers a rectangle of 2 to 18 % of the picture with one grey: a hand, hair, a mask, another head."""
    n, size = len(x), x.shape[-1]
    area = _uniform(n, 0.02, 0.18, rng)
    aspect = torch.exp(_uniform(n, -0.8, 0.8, rng))
    half_width, half_height = torch.sqrt(area * aspect) / 2, torch.sqrt(area / aspect) / 2
    centre_x, centre_y = torch.rand(n, generator=rng, device=rng.device), torch.rand(n, generator=rng, device=rng.device)
    line = (torch.arange(size, device=rng.device) + 0.5) / size
    inside_x = (line.view(1, -1) - centre_x.view(-1, 1)).abs() < half_width.view(-1, 1)
    inside_y = (line.view(1, -1) - centre_y.view(-1, 1)).abs() < half_height.view(-1, 1)
    inside = (inside_y.unsqueeze(2) & inside_x.unsqueeze(1)).unsqueeze(1)
    grey = x.mean((1, 2, 3), keepdim=True) + x.std((1, 2, 3), keepdim=True) * torch.randn(n, 1, 1, 1, generator=rng, device=rng.device)
    return torch.where(inside & _chance(n, plan.erase_probability, rng), grey.clamp(0, 255), x)


def _sometimes(x: Tensor, probability: float, rng: torch.Generator, change) -> Tensor:  # noqa: ANN001
    """Changes a drawn part of the batch only: these changes cost too much to do and throw away."""
    chosen = torch.nonzero(torch.rand(len(x), generator=rng, device=rng.device) < probability).flatten()
    if len(chosen) == 0:
        return x
    return x.index_copy(0, chosen, change(x[chosen], rng))


def _uniform(n: int, low: float, high: float, rng: torch.Generator) -> Tensor:
    return torch.rand(n, generator=rng, device=rng.device) * (high - low) + low


def _chance(n: int, probability: float, rng: torch.Generator) -> Tensor:
    return (torch.rand(n, generator=rng, device=rng.device) < probability).view(n, 1, 1, 1)
