"""`python -m export`: finished runs -> the ONNX files that ship, calibrated together, checked, each with its card."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from recipe.answers import ask
from recipe.calibrate import calibrate
from recipe.card import Answers, write_card
from recipe.configs import CONFIGS, SHIPPED
from recipe.data import prepare_data
from recipe.networks import count_parameters
from recipe.onnx_file import MOST_DIFFERENCE, largest_difference, write_onnx
from recipe.runs import load_network, network_files
from recipe.shipped import Shipped, for_inference
from recipe.targets import shown_shares
from recipe.views import LOOKS, looks_of, scores_of_views, seen

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Reads the command line, exports and checks."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.backends.nnpack.set_flags(False)
    config = CONFIGS[options.run[0]]
    data = prepare_data(config, options.data, options.cache)
    networks = [for_inference(load_network(name, options.runs, options.unfinished)) for name in options.run]
    images, labels = data.validation.images, data.validation.labels
    logits = [ask(network, seen(images, look)) for look in LOOKS for network in networks]
    shares = shown_shares(data.train.labels, config.sampling_power)
    calibration = calibrate(logits, labels, shares, config.emotions.index("fear"))
    print(json.dumps({"temperature": calibration.temperature, "offsets": [round(o, 3) for o in calibration.offsets]}))
    files = network_files(options.out, options.run)
    for name, network, file in zip(options.run, networks, files):
        shipped = Shipped(network, calibration)
        write_onnx(shipped, file, {"run": name, "emotions": " ".join(config.emotions)})
        difference = largest_difference(shipped, file, images[:512])
        if difference > MOST_DIFFERENCE:
            raise SystemExit(f"onnxruntime and PyTorch differ by {difference:.2e}, more than {MOST_DIFFERENCE:.0e}")
        print(f"{file}: {count_parameters(network) / 1e6:.2f} M parameters, {file.stat().st_size / 1e6:.2f} MB")
        print(f"largest difference to PyTorch {difference:.1e}, sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}")
    alone = [scores_of_views([file], images) for file in files]
    for place, (name, file) in enumerate(zip(options.run, files)):
        others = tuple(other.stem for other in files if other != file)
        answers = Answers(alone[place], np.mean(alone, axis=0), others)
        card = write_card(file, CONFIGS[name], looks_of(place), calibration, answers, data.validation, options.runs)
        print(f"card {card}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m export", description=__doc__)
    parser.add_argument("--run", nargs="+", default=list(SHIPPED), choices=sorted(CONFIGS), help="several take turns")
    parser.add_argument(
        "--out",
        type=Path,
        default=HERE.parent / "mien-expression.onnx",
        help="the first run's file; the others lie beside it under its name and theirs",
    )
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=Path, default=HERE / "runs")
    parser.add_argument("--cache", type=Path, default=HERE / "cache")
    parser.add_argument("--unfinished", action="store_true", help="take the averaged weights of a run that still goes on")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


if __name__ == "__main__":
    main()
