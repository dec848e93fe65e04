"""`python -m self_check`: what the recipe promises, on drawn pictures, without the data. Exits with 1 where one fails."""

from __future__ import annotations

import csv
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from PIL import Image

from recipe.augment import Augmentation, augment
from recipe.configs import CONFIGS
from recipe.data import belongs, prepare_data
from recipe.emotions import EMOTIONS, emotion_index
from recipe.generated import generated_pictures
from recipe.loop import Teacher, teacher_weights
from recipe.metrics import expected_calibration_error, figures, wilson_interval
from recipe.near_duplicates import group_near_duplicates
from recipe.pictures import Pictures, load_fer2013_csv, load_folders, load_sequences
from recipe.schedule import next_span, rate_at
from recipe.split import refuse_persons, split_pictures
from recipe.targets import draw_epoch, first_targets


def folders_load_from_a_folder_and_from_a_zip(place: Path) -> None:
    """Pictures of emotion folders, aliases included, come in one order from both."""
    for name in ("happy/b.png", "fear/a.png"):
        (place / name).parent.mkdir(parents=True)
        Image.fromarray(np.full((96, 96), 90, np.uint8)).save(place / name)
    with zipfile.ZipFile(place / "all.zip", "w") as archive:
        for name in ("happy/b.png", "fear/a.png"):
            archive.write(place / name, name)
    for found in (load_folders(place), load_folders(place / "all.zip")):
        assert found.names == ("fear/a.png", "happy/b.png")
        assert found.labels.tolist() == [emotion_index("fear"), emotion_index("happiness")]
        assert found.images.shape == (2, 48, 48)


def fer2013s_csv_loads_one_usage(place: Path) -> None:
    """Only rows of the usage asked for, by FER2013's digits."""
    with (place / "fer.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["emotion", "pixels", "Usage"])
        rows.writerow([2, " ".join(["7"] * 2304), "Training"])
        rows.writerow([6, " ".join(["9"] * 2304), "PublicTest"])
    found = load_fer2013_csv(place / "fer.csv", "PublicTest")
    assert len(found) == 1 and EMOTIONS[found.labels[0]] == "calm" and found.images[0, 0, 0] == 9


def sequences_load_in_order(place: Path) -> None:
    """Frames by file name, the person from the folder's."""
    folder = place / "faces" / "fear" / "S999_001"
    folder.mkdir(parents=True)
    for index in (2, 1):
        Image.fromarray(np.full((60, 80), index, np.uint8)).save(folder / f"S999_001_0{index}.png")
    (found,) = load_sequences(place / "faces")
    assert found.subject == "S999" and [int(f[0, 0]) for f in found.frames] == [1, 2]


def a_split_keeps_persons_and_near_duplicates_on_one_side(_: Path) -> None:
    """A person's pictures never are on both sides, nor is a picture and its brighter mirror."""
    base = np.random.default_rng(5).integers(0, 256, (140, 6, 6)).astype(np.uint8).repeat(8, 1).repeat(8, 2)
    images = np.concatenate([base, (base[:, :, ::-1] // 2 + 60)])
    names = tuple(f"web/calm/{i}.jpg" for i in range(240)) + tuple(f"ck48/calm/S{i % 4:03d}_1_{i}.png" for i in range(40))
    pictures = Pictures(images.astype(np.uint8), np.zeros(280, dtype=np.int64), names)
    groups = group_near_duplicates(pictures.images)
    assert all(groups[i] == groups[i + 140] for i in range(140)) and len(set(groups.tolist())) == 140
    split = split_pictures(pictures, 0.2, 1)
    sides = [set(split.groups[side].tolist()) for side in (split.train, split.validation)]
    assert sides[0].isdisjoint(sides[1]) and len(split.validation) >= 40


def persons_kept_for_tests_are_refused(_: Path) -> None:
    """By name, with the name in the message."""
    pictures = Pictures(np.zeros((1, 48, 48), np.uint8), np.zeros(1, np.int64), ("ck48/fear/S052_001_07.png",))
    try:
        refuse_persons(pictures, {"S052"})
    except ValueError as problem:
        assert "S052" in str(problem)
    else:
        raise AssertionError("a person kept for tests was let through")


def the_same_seed_gives_the_same_pictures(_: Path) -> None:
    """Augmentation draws from its own generator only."""
    faces = torch.from_numpy(generated_pictures(16, 1).images).float().unsqueeze(1)
    once, again, other = (augment(faces, 40, Augmentation(), torch.Generator().manual_seed(s)) for s in (3, 3, 4))
    assert torch.equal(once, again) and not torch.equal(once, other)
    assert once.shape == (16, 1, 40, 40) and 0 <= float(once.min()) and float(once.max()) <= 255


def a_teacher_that_was_not_shown_a_picture_has_the_say_in_it(place: Path) -> None:
    """Its part of the pictures is left out of its run, whole groups at once; its answer weighs more than the others' there."""
    whole, without = (replace(CONFIGS["smoke"], left_out=part) for part in (None, (1, 3)))
    shown, rest = prepare_data(whole, place, place), prepare_data(without, place, place)
    aside = belongs(shown.train_groups, 1, 3)
    assert 0 < aside.sum() == len(shown.train) - len(rest.train) and not belongs(rest.train_groups, 1, 3).any()
    teachers = tuple(Teacher(torch.nn.Identity(), (part, 3)) for part in range(3))
    weights = teacher_weights(teachers, shown.train_groups, 0.4).numpy()
    assert np.allclose(weights.sum(1), 1) and np.allclose(weights[aside, 1], 0.4) and np.allclose(weights[~aside, 1], 0.3)


def a_deadline_shortens_the_run_and_still_ends_on_a_rate_of_zero(_: Path) -> None:
    """Fewer, longer spans; the last one ends at 1 whatever happens."""
    progress, spans = 0.0, 0
    while progress < 1:
        span = next_span(progress, 50 - spans, seconds_left=1000 - 100 * spans, seconds_per_area=100 / 48**2)
        progress, spans = span.end, spans + 1
    assert spans <= 11 and rate_at(progress, 0.1) < 1e-9


def rare_emotions_are_drawn_more_often_and_none_is_forgotten(_: Path) -> None:
    """Square-root sampling: 100 and 900 pictures become 250 and 750; the 100 come two or three times each."""
    labels = np.repeat([0, 1], [100, 900])
    drawn = draw_epoch(labels, 0.5, np.random.default_rng(1))
    counts = np.bincount(drawn, minlength=1000)
    assert (labels[drawn] == 0).sum() == 250 and counts[:100].min() == 2 and counts[:100].max() == 3


def pictures_that_recur_under_two_labels_share_their_mean(_: Path) -> None:
    """Web pictures only: a person's pictures keep their own labels."""
    names = ("fer2013/a/1", "fer2013/b/2", "ck48/a/S001_1", "ck48/b/S001_2")
    targets = first_targets(np.array([0, 1, 0, 1]), np.array([5, 5, 9, 9]), names, 2)
    assert targets.tolist() == [[0.5, 0.5], [0.5, 0.5], [1, 0], [0, 1]]


def figures_are_what_a_hand_counts(_: Path) -> None:
    """Accuracy, balance, calibration and Wilson's interval on numbers small enough to check."""
    scores = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.4, 0.6]])
    found = figures(scores, np.array([0, 0, 1, 1]))
    assert found.accuracy == 0.75 and found.balanced == 0.75 and found.confusion.tolist() == [[2, 0], [1, 1]]
    assert abs(expected_calibration_error(np.array([[0.75, 0.25]] * 4), np.array([0, 0, 0, 1]))) < 1e-9
    low, high = wilson_interval(17, 18)
    assert abs(low - 0.742) < 0.001 and abs(high - 0.990) < 0.001


CHECKS: tuple[Callable[[Path], None], ...] = (
    folders_load_from_a_folder_and_from_a_zip,
    fer2013s_csv_loads_one_usage,
    sequences_load_in_order,
    a_split_keeps_persons_and_near_duplicates_on_one_side,
    persons_kept_for_tests_are_refused,
    the_same_seed_gives_the_same_pictures,
    a_teacher_that_was_not_shown_a_picture_has_the_say_in_it,
    a_deadline_shortens_the_run_and_still_ends_on_a_rate_of_zero,
    rare_emotions_are_drawn_more_often_and_none_is_forgotten,
    pictures_that_recur_under_two_labels_share_their_mean,
    figures_are_what_a_hand_counts,
)


def main() -> None:
    """Runs every check and says its sentence."""
    torch.set_num_threads(1)
    failed = 0
    for check in CHECKS:
        with tempfile.TemporaryDirectory() as place:
            try:
                check(Path(place))
                print(f"ok: {check.__name__.replace('_', ' ')}")
            except AssertionError as problem:
                failed += 1
                print(f"failed: {check.__name__.replace('_', ' ')} {problem}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
