"""`python -m rest`: how the shipped networks read a face at rest, for `USUAL_REST` in src/mood/baseline.ts."""

from __future__ import annotations

import argparse
from pathlib import Path

from recipe.configs import CONFIGS, SHIPPED
from recipe.data import prepare_data
from recipe.emotions import EMOTIONS
from recipe.runs import network_files
from recipe.views import scores_of_views

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Prints the mean scores over the calm validation pictures that are read as calm."""
    options = _options()
    validation = prepare_data(CONFIGS["first"], options.data, options.cache).validation
    scores = scores_of_views(options.network, validation.images)
    calm = EMOTIONS.index("calm")
    resting = scores[(validation.labels == calm) & (scores.argmax(1) == calm)]
    print(f"{len(resting)} pictures: " + ", ".join(f"{e} {s:.2f}" for e, s in zip(EMOTIONS, resting.mean(0))))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m rest", description=__doc__)
    shipped = network_files(HERE.parent / "mien-expression.onnx", SHIPPED)
    parser.add_argument("--network", type=Path, nargs="+", default=shipped, help="several are averaged")
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data")
    parser.add_argument("--cache", type=Path, default=HERE / "cache")
    return parser.parse_args()


if __name__ == "__main__":
    main()
