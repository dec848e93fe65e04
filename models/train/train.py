"""`python -m train --config NAME`: trains one configuration; started again, it goes on from its last epoch."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path

import torch
from torch import Tensor

from recipe.answers import ask
from recipe.checkpoint import RunFolder
from recipe.configs import CONFIGS
from recipe.data import RunData, prepare_data
from recipe.loop import Limits, Start, Training
from recipe.runs import load_network
from recipe.schedule import Span

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Reads the command line and trains."""
    options = _options()
    torch.set_num_threads(options.threads)
    config = CONFIGS[options.config]
    folder = RunFolder(options.runs / config.name)
    if options.fresh:
        for file in (folder.checkpoint, folder.finished, folder.log):
            file.unlink(missing_ok=True)
    folder.begin(config)
    data = prepare_data(config, options.data, options.cache)
    start = Start(
        teacher=None if config.teacher is None else teacher_answers(config.teacher, data, options.runs),
        weights=None if config.start_from is None else load_network(config.start_from, options.runs).state_dict(),
        backbone=None if config.backbone is None else load_network(config.backbone, options.runs).state_dict(),
    )
    limits = Limits(until=options.until, replay=_spans(options.replay), quiet=options.quiet)
    Training(config, data, folder, start).run(limits)
    print(f"finished: {folder.finished}")


def teacher_answers(name: str, data: RunData, runs: Path) -> Tensor:
    """Scores [N, K] of a finished run for the training pictures, the mean over a picture and its mirror."""
    network = load_network(name, runs)
    both = [ask(network, data.train.images, mirror, fast=True).softmax(1) for mirror in (False, True)]
    return (both[0] + both[1]) / 2


def _spans(log: Path | None) -> tuple[Span, ...]:
    if log is None:
        return ()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    return tuple(Span(line["from"], line["to"]) for line in lines)


def _time_of_day(text: str) -> datetime:
    now = datetime.now()
    hour, minute = (int(part) for part in text.split(":"))
    at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return at if at > now else at + timedelta(days=1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m train", description=__doc__)
    parser.add_argument("--config", required=True, choices=sorted(CONFIGS))
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared" / "data", help="folder with expressions-train.zip")
    parser.add_argument("--runs", type=Path, default=HERE / "runs", help="where checkpoints and logs go")
    parser.add_argument("--cache", type=Path, default=HERE / "cache", help="where decoded pictures are kept")
    parser.add_argument("--until", type=_time_of_day, help="HH:MM: end by then, with fewer epochs if need be")
    parser.add_argument("--replay", type=Path, help="log.jsonl whose progress to repeat, epoch by epoch")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--fresh", action="store_true", help="start anew although there is a checkpoint")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser.parse_args()


if __name__ == "__main__":
    main()
