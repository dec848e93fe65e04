"""`python -m ancestors`: trains EmoPy's four architectures for its three sets of emotions, then prints their table."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from recipe.ancestors import STEPS
from recipe.answers import ask
from recipe.checkpoint import RunFolder
from recipe.configs import ANCESTORS, CONFIGS, EMOPY_SETS, TrainConfig, ancestor_name
from recipe.data import prepare_data
from recipe.emotions import EMOTIONS
from recipe.card import plain
from recipe.metrics import figures
from recipe.networks import count_parameters
from recipe.onnx_file import write_onnx
from recipe.pictures import load_sequences
from recipe.posed import apexes, spread_frames
from recipe.report import TABLE_HEAD, append_rows, table_row
from recipe.runs import load_network
from recipe.shipped import Plain, for_inference
from recipe.single_thread import milliseconds_a_face

HERE = Path(__file__).resolve().parent


SEQUENCE_NETWORKS = ("time-delay", "convolutional-lstm")


def main() -> None:
    """Trains what has not been trained, then measures all."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.backends.nnpack.set_flags(False)
    rows, costs = [TABLE_HEAD], ["| network | parameters | milliseconds a face |", "| --- | --- | --- |"]
    for emotions in EMOPY_SETS:
        for network in ANCESTORS:
            config = CONFIGS[ancestor_name(network, emotions)]
            if not RunFolder(options.runs / config.name).finished.exists():
                if options.finished_only:
                    continue
                _train(config, options)
            rows.extend(_measure(config, options))
            if emotions == EMOPY_SETS[0]:
                costs.append(_cost(config, options.runs))
    print("\n".join([*rows, "", *costs]))
    append_rows(options.append, [*rows, "", *costs])


def _train(config: TrainConfig, options: argparse.Namespace) -> None:
    """Its own process, as by hand."""
    command = [sys.executable, "-m", "train", "--config", config.name, "--quiet", "--threads", str(options.threads)]
    folders = ["--data", str(options.data), "--runs", str(options.runs), "--cache", str(options.cache)]
    subprocess.run([*command, *folders], cwd=HERE, check=True)


def _measure(config: TrainConfig, options: argparse.Namespace) -> list[str]:
    """Rows for the validation pictures of its emotions and for the posed sequences of its emotions."""
    network = load_network(config.name, options.runs)
    data = prepare_data(config, options.data, options.cache)
    sets = {f"validation, {', '.join(config.emotions)}": (data.validation.images, data.validation.labels)}
    posed = _posed(config, options.data)
    if posed is not None:
        sets[f"posed sequences, {', '.join(config.emotions)}"] = posed
    rows: list[str] = []
    for name, (images, labels) in sets.items():
        scores = ask(network, images).softmax(1).numpy()
        rows.append(table_row(config.network, name, plain(figures(scores, labels), config.emotions)))
    return rows


def _posed(config: TrainConfig, data: Path) -> tuple[np.ndarray, np.ndarray] | None:
    """Frames and labels of the posed sequences whose emotion the network knows."""
    sequences = [s for s in load_sequences(data / "faces") if EMOTIONS[s.label] in config.emotions]
    if not sequences:
        return None
    images, labels = spread_frames(sequences, STEPS) if config.network in SEQUENCE_NETWORKS else apexes(sequences)
    return images, np.array([config.emotions.index(EMOTIONS[label]) for label in labels], dtype=np.int64)


def _cost(config: TrainConfig, runs: Path) -> str:
    """Trained numbers and time of one face on one thread of onnxruntime."""
    network = load_network(config.name, runs)
    frames = STEPS if config.network in SEQUENCE_NETWORKS else 1
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "network.onnx"
        write_onnx(Plain(for_inference(network)), file, {}, frames)
        return f"| {config.network} | {count_parameters(network):,} | {milliseconds_a_face(file, frames):.2f} |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ancestors", description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=Path, default=HERE / "runs")
    parser.add_argument("--cache", type=Path, default=HERE / "cache")
    parser.add_argument("--finished-only", action="store_true", help="measure what has been trained, train nothing")
    parser.add_argument("--append", type=Path, help="add the tables to that Markdown file")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


if __name__ == "__main__":
    main()
