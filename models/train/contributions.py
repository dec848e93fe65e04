"""`python -m contributions`: what each part of the shipped networks adds on the validation pictures."""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from recipe.answers import ask
from recipe.calibrate import calibrate
from recipe.configs import CONFIGS, SHIPPED
from recipe.data import prepare_data
from recipe.metrics import figures
from recipe.report import percent
from recipe.runs import load_network
from recipe.targets import shown_shares
from recipe.views import LOOKS, seen

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Prints one row a step."""
    options = _options()
    torch.set_num_threads(options.threads)
    config = CONFIGS[options.run[0]]
    data = prepare_data(config, options.data, options.cache)
    fear = config.emotions.index("fear")
    print("| what answers | accuracy | balanced | fear | calibration error |\n| --- | --- | --- | --- | --- |")

    def row(name: str, scores: Tensor) -> None:
        found = figures(scores.numpy(), data.validation.labels, resamples=0)
        cells = [percent(found.accuracy), percent(found.balanced), percent(found.recalls[fear])]
        print(f"| {name} | {' | '.join(cells)} | {found.calibration_error:.3f} |")

    images, labels = data.validation.images, data.validation.labels
    networks = [load_network(name, options.runs) for name in options.run]
    plain = [ask(network, images) for network in networks]
    mirrored = [ask(network, images, mirror=True) for network in networks]
    logits = [ask(network, seen(images, look)) for look in LOOKS for network in networks]

    def mean(views: list[Tensor], temperature: float = 1, offsets: Tensor = torch.zeros(len(config.emotions))) -> Tensor:
        return torch.stack([(view / temperature + offsets).softmax(1) for view in views]).mean(0)

    for name, view in zip(options.run, plain):
        row(f"`{name}` alone", mean([view]))
    if len(networks) > 1:
        row(" and ".join(f"`{name}`" for name in options.run), mean(plain))
    row("and mirrored", mean([*plain, *mirrored]))
    row("in four looks instead", mean(logits))
    found = calibrate(logits, labels, shown_shares(data.train.labels, config.sampling_power), fear)
    offsets = torch.tensor(found.offsets)
    row("with offsets for rare emotions and fear", mean(logits, 1, offsets * found.temperature))
    row("with temperature: what ships", mean(logits, found.temperature, offsets))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m contributions", description=__doc__)
    parser.add_argument("--run", nargs="+", default=list(SHIPPED), choices=sorted(CONFIGS), help="several take turns")
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data")
    parser.add_argument("--runs", type=Path, default=HERE / "runs")
    parser.add_argument("--cache", type=Path, default=HERE / "cache")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    return parser.parse_args()


if __name__ == "__main__":
    main()
