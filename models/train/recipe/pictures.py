"""Loaders: folders by label (plain or zipped), FER2013's CSV, and sequences in subfolders."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Iterable

import numpy as np
from PIL import Image

from .emotions import FER2013_COLUMN_ORDER, emotion_index

PICTURE_SIZE = 48
"""Side of a picture in pixels; FER2013's own size, and the networks' input."""

_PICTURE_SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".tiff"}


@dataclass(frozen=True)
class Pictures:
    """Grey pictures with one emotion each.

    images: uint8 [N, 48, 48], 0 black to 255 white. labels: int64 [N], an index into EMOTIONS.
    names: where each came from, `set/emotion/file`.
    """

    images: np.ndarray
    labels: np.ndarray
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices: np.ndarray) -> Pictures:
        """Those pictures only, in the order of the indices."""
        return Pictures(self.images[indices], self.labels[indices], tuple(self.names[int(i)] for i in indices))


@dataclass(frozen=True)
class Sequence:
    """Pictures of one face in order, from rest to the apex of one emotion. Frames are whole, uncropped grey pictures."""

    frames: tuple[np.ndarray, ...]
    label: int
    subject: str
    name: str


def load_folders(path: Path) -> Pictures:
    """Reads `.../<emotion>/<picture>` from a folder or a zip, sorted by name so that every machine sees one order."""
    entries = _zip_entries(path) if path.is_file() else _folder_entries(path)
    return _stack((name, emotion_index(PurePosixPath(name).parent.name), _to_square(data)) for name, data in entries)


def load_fer2013_csv(path: Path, usage: str | None = None) -> Pictures:
    """Reads FER2013's CSV (`emotion,pixels,Usage`); usage is Training, PublicTest, PrivateTest or None for all."""
    with path.open(newline="") as file:
        return _stack(_fer2013_rows(csv.DictReader(file), usage))


def load_sequences(root: Path) -> list[Sequence]:
    """Reads `<emotion>/<subject>/<frames>`; frames are ordered by file name. Subject is the part before the first `_`."""
    sequences: list[Sequence] = []
    for folder in sorted(p for p in root.glob("*/*") if p.is_dir()):
        files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _PICTURE_SUFFIXES)
        frames = tuple(np.asarray(Image.open(file).convert("L")) for file in files)
        if frames:
            label = emotion_index(folder.parent.name)
            sequences.append(Sequence(frames, label, folder.name.split("_")[0], f"{folder.parent.name}/{folder.name}"))
    return sequences


def load_cached(path: Path, cache: Path) -> Pictures:
    """`load_folders`, kept as one uncompressed file beside the runs: decoding 29,000 pictures takes half a minute."""
    key = f"{path.stem}-{path.stat().st_size}.npz"
    kept = cache / key
    if kept.exists():
        with np.load(kept, allow_pickle=False) as arrays:
            return Pictures(arrays["images"], arrays["labels"], tuple(str(n) for n in arrays["names"]))
    pictures = load_folders(path)
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(kept, images=pictures.images, labels=pictures.labels, names=np.array(pictures.names))
    return pictures


def _zip_entries(path: Path) -> Iterable[tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if PurePosixPath(name).suffix.lower() in _PICTURE_SUFFIXES:
                yield name, archive.read(name)


def _folder_entries(root: Path) -> Iterable[tuple[str, bytes]]:
    for file in sorted(root.rglob("*")):
        if file.suffix.lower() in _PICTURE_SUFFIXES:
            yield file.relative_to(root).as_posix(), file.read_bytes()


def _fer2013_rows(rows: csv.DictReader[str], usage: str | None) -> Iterable[tuple[str, int, np.ndarray]]:
    for number, row in enumerate(rows):
        if usage is not None and row["Usage"] != usage:
            continue
        pixels = np.array(row["pixels"].split(), dtype=np.uint8)
        if pixels.size != PICTURE_SIZE**2:
            raise ValueError(f"row {number}: expected {PICTURE_SIZE**2} pixels, got {pixels.size}")
        emotion = FER2013_COLUMN_ORDER[int(row["emotion"])]
        name = f"fer2013-csv/{emotion}/{row['Usage']}_{number}"
        yield name, emotion_index(emotion), pixels.reshape(PICTURE_SIZE, PICTURE_SIZE)


def _to_square(data: bytes) -> np.ndarray:
    picture = Image.open(io.BytesIO(data)).convert("L")
    if picture.size != (PICTURE_SIZE, PICTURE_SIZE):
        picture = picture.resize((PICTURE_SIZE, PICTURE_SIZE), Image.Resampling.BOX)
    return np.asarray(picture, dtype=np.uint8)


def _stack(rows: Iterable[tuple[str, int, np.ndarray]]) -> Pictures:
    names: list[str] = []
    labels: list[int] = []
    images: list[np.ndarray] = []
    for name, label, image in rows:
        names.append(name)
        labels.append(label)
        images.append(image)
    if not names:
        raise ValueError("no pictures found: expected <emotion>/<picture> folders")
    return Pictures(np.stack(images), np.array(labels, dtype=np.int64), tuple(names))
