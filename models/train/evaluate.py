"""`python -m evaluate`: figures of exported networks on the validation split, the posed sequences, or a folder."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

from recipe.card import FILM_SETS, metrics_of
from recipe.configs import CONFIGS, SHIPPED
from recipe.data import prepare_data
from recipe.emotions import EMOTIONS
from recipe.pictures import load_fer2013_csv, load_folders, load_sequences
from recipe.posed import apexes
from recipe.report import TABLE_HEAD, append_rows, confusion_text, percent, table_row
from recipe.runs import network_files
from recipe.single_thread import milliseconds_a_face
from recipe.views import scores_of_views

HERE = Path(__file__).resolve().parent
SHIPPED_FILE = HERE.parent / "mien-expression.onnx"


def main() -> None:
    """Reads the command line, measures and prints."""
    options = _options()
    torch.set_num_threads(options.threads)
    results: dict[str, dict[str, Any]] = {}
    for name, (images, labels) in _sets(options).items():
        results[name] = metrics_of(scores_of_views(options.network, images), labels, EMOTIONS)
    rows, answered = [TABLE_HEAD], " and ".join(file.stem for file in options.network)
    for name, metrics in results.items():
        rows.append(table_row(answered, name, metrics))
        rows.extend(
            table_row(answered, f"{name}, {', '.join(kept)}", metrics["+".join(kept)]) for kept in FILM_SETS
        )
        right = sum(metrics["confusion"][i][i] for i in range(len(EMOTIONS)))
        print(f"{name}: {right} of {metrics['count']} right, {percent(metrics['accuracy'])} %\n{confusion_text(metrics)}\n")
    rows.append("")
    for file in options.network:
        size, cost = file.stat().st_size / 1e6, milliseconds_a_face(file)
        rows.append(f"{file.stem}: {size:.2f} MB, {cost:.2f} ms a face and look on one thread.")
    append_rows(options.append, rows)
    print("\n".join(rows))
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")


def _sets(options: argparse.Namespace) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Pictures uint8 [N, 48, 48] and labels by name of set."""
    if options.pictures:
        load = load_fer2013_csv if options.pictures.suffix == ".csv" else load_folders
        pictures = load(options.pictures)
        return {options.pictures.stem: (pictures.images, pictures.labels)}
    validation = prepare_data(CONFIGS[options.config], options.data, options.cache).validation
    if options.list:
        options.list.write_text("\n".join(validation.names) + "\n")
    web = np.array([name.startswith("fer2013") for name in validation.names])
    found = {"validation": (validation.images, validation.labels)}
    found["validation, FER2013 part"] = (validation.images[web], validation.labels[web])
    sequences = load_sequences(options.data / "faces")
    if sequences:
        found["posed sequences"] = apexes(sequences)
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluate", description=__doc__)
    parser.add_argument("--network", type=Path, nargs="+", default=network_files(SHIPPED_FILE, SHIPPED), help="several are averaged")
    parser.add_argument("--config", default="first", choices=sorted(CONFIGS), help="whose validation split")
    parser.add_argument("--pictures", type=Path, help="a folder or zip of <emotion>/<picture>, or FER2013's CSV, instead")
    parser.add_argument("--list", type=Path, help="write the names of the validation pictures there, one a line")
    parser.add_argument("--append", type=Path, help="add the table to that Markdown file")
    parser.add_argument("--json", type=Path, help="write every figure there")
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data")
    parser.add_argument("--cache", type=Path, default=HERE / "cache")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


if __name__ == "__main__":
    main()
