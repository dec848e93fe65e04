"""`python -m export`: a finished run -> the ONNX file that ships, calibrated, checked, with its card."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch

from recipe.answers import ask
from recipe.calibrate import calibrate
from recipe.card import write_card
from recipe.configs import CONFIGS
from recipe.data import prepare_data
from recipe.networks import count_parameters
from recipe.onnx_file import MOST_DIFFERENCE, largest_difference, write_onnx
from recipe.runs import load_network
from recipe.shipped import Shipped, for_inference
from recipe.targets import shown_shares
from recipe.views import VIEWS, scores_of_views, seen

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Reads the command line, exports and checks."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.backends.nnpack.set_flags(False)
    config = CONFIGS[options.run]
    data = prepare_data(config, options.data, options.cache)
    network = for_inference(load_network(options.run, options.runs, options.unfinished))
    images, labels = data.validation.images, data.validation.labels
    logits = [ask(network, seen(images, view)) for view in VIEWS]
    shares = shown_shares(data.train.labels, config.sampling_power)
    calibration = calibrate(logits, labels, shares, config.emotions.index("fear"))
    shipped = Shipped(network, calibration)
    write_onnx(shipped, options.out, {"run": options.run, "emotions": " ".join(config.emotions)})
    difference = largest_difference(shipped, options.out, images[:512])
    if difference > MOST_DIFFERENCE:
        raise SystemExit(f"onnxruntime and PyTorch differ by {difference:.2e}, more than {MOST_DIFFERENCE:.0e}")
    card = write_card(options.out, config, calibration, scores_of_views(options.out, images), data.validation, options.runs)
    print(json.dumps({"temperature": calibration.temperature, "offsets": [round(o, 3) for o in calibration.offsets]}))
    print(f"{count_parameters(network) / 1e6:.2f} M parameters, file {options.out.stat().st_size / 1e6:.2f} MB")
    print(f"largest difference to PyTorch {difference:.1e}, sha256 {hashlib.sha256(options.out.read_bytes()).hexdigest()}")
    print(f"card {card}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m export", description=__doc__)
    parser.add_argument("--run", default="first", choices=sorted(CONFIGS))
    parser.add_argument("--out", type=Path, default=HERE.parent / "mien-expression.onnx")
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=Path, default=HERE / "runs")
    parser.add_argument("--cache", type=Path, default=HERE / "cache")
    parser.add_argument("--unfinished", action="store_true", help="take the averaged weights of a run that still goes on")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


if __name__ == "__main__":
    main()
