"""`python -m contributions`: what each part of the shipped network adds on the validation pictures."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from recipe.answers import ask
from recipe.calibrate import calibrate
from recipe.configs import CONFIGS
from recipe.data import prepare_data
from recipe.metrics import figures
from recipe.report import percent
from recipe.runs import load_network
from recipe.targets import shown_shares

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Prints one row a step."""
    options = _options()
    torch.set_num_threads(options.threads)
    config = CONFIGS[options.members[0]]
    data = prepare_data(config, options.data, options.cache)
    fear = config.emotions.index("fear")
    print("| what answers | accuracy | balanced | fear | calibration error |\n| --- | --- | --- | --- | --- |")

    def row(name: str, scores: Tensor) -> None:
        found = figures(scores.numpy(), data.validation.labels, resamples=0)
        cells = [percent(found.accuracy), percent(found.balanced), percent(found.recalls[fear])]
        print(f"| {name} | {' | '.join(cells)} | {found.calibration_error:.3f} |")

    plain: dict[str, Tensor] = {}
    mirrored: dict[str, Tensor] = {}
    for name in [*options.before, *options.members]:
        network = load_network(name, options.runs)
        plain[name] = ask(network, data.validation.images)
        mirrored[name] = ask(network, data.validation.images, mirror=True)
        row(f"`{name}` alone", plain[name].softmax(1))
        row(f"`{name}` and its mirror", ((plain[name] + mirrored[name]) / 2).softmax(1))
    first, last = options.members[0], options.members[-1]
    logits = (plain[first] + mirrored[last]) / 2
    if first != last:
        row(f"`{first}`, and `{last}` on the mirror", logits.softmax(1))
    found = calibrate(logits, data.validation.labels, shown_shares(data.train.labels, config.sampling_power), fear)
    row("with offsets for rare emotions and fear", (logits + torch.tensor(found.offsets) * found.temperature).softmax(1))
    row("with temperature: what ships", (logits / found.temperature + torch.tensor(found.offsets)).softmax(1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m contributions", description=__doc__)
    parser.add_argument("--members", nargs="+", default=["first"], choices=sorted(CONFIGS))
    parser.add_argument("--before", nargs="*", default=[], choices=sorted(CONFIGS), help="other runs to show too")
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=Path, default=HERE / "runs")
    parser.add_argument("--cache", type=Path, default=HERE / "cache")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


if __name__ == "__main__":
    main()
