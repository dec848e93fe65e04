"""Training and validation sides: by person where names tell the person, with near-duplicates on one side."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .near_duplicates import group_near_duplicates
from .pictures import Pictures

_PERSON = re.compile(r"(?:^|/)(S\d{3})_")


@dataclass(frozen=True)
class Split:
    """Indices into the pictures, disjoint and sorted, and the group (person or near-duplicates) of every picture."""

    train: np.ndarray
    validation: np.ndarray
    groups: np.ndarray


def person_of(name: str) -> str | None:
    """The Cohn-Kanade person a file name tells (`S052_004_00000033.png` -> `S052`), or None."""
    found = _PERSON.search(name)
    return found.group(1) if found else None


def split_pictures(pictures: Pictures, validation_share: float, seed: int) -> Split:
    """Draws whole groups until each emotion of each set has about `validation_share` of its pictures aside.

    Blank pictures (no contrast at all: FER2013 has a few) are on neither side.
    """
    groups = _groups(pictures)
    order = np.random.default_rng(seed).permutation(np.unique(groups))
    members = _members(groups)
    sets = np.array([name.split("/")[0] for name in pictures.names])
    keys = [f"{s}/{label}" for s, label in zip(sets, pictures.labels)]
    wanted = {key: validation_share * count for key, count in zip(*np.unique(keys, return_counts=True))}
    taken = dict.fromkeys(wanted, 0)
    validation: list[int] = []
    for group in order:
        indices = members[int(group)]
        if taken[keys[indices[0]]] < wanted[keys[indices[0]]]:
            validation.extend(indices)
            for index in indices:
                taken[keys[index]] += 1
    usable = pictures.images.reshape(len(pictures), -1).std(1) > 1
    is_validation = np.zeros(len(pictures), dtype=bool)
    is_validation[validation] = True
    return Split(np.flatnonzero(usable & ~is_validation), np.flatnonzero(usable & is_validation), groups)


def refuse_persons(pictures: Pictures, forbidden: set[str]) -> None:
    """Raises ValueError if a picture shows a person kept for tests."""
    seen = {person for name in pictures.names if (person := person_of(name)) in forbidden}
    if seen:
        raise ValueError(f"training pictures show persons kept for tests: {', '.join(sorted(str(p) for p in seen))}")


def _groups(pictures: Pictures) -> np.ndarray:
    """One number a person for Cohn-Kanade, one a set of near-duplicates for the rest."""
    groups = group_near_duplicates(pictures.images)
    first_of_person: dict[str, int] = {}
    for index, name in enumerate(pictures.names):
        person = person_of(name)
        if person is not None:
            groups[index] = first_of_person.setdefault(person, len(pictures) + index)
    return groups


def _members(groups: np.ndarray) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(int(group), []).append(index)
    return members
