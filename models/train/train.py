"""`python -m train --config NAME`: trains one configuration; started again, it goes on from its last epoch."""

from __future__ import annotations

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path

import torch

from recipe.answers import ask
from recipe.checkpoint import RunFolder
from recipe.configs import CONFIGS
from recipe.data import RunData, prepare_data
from recipe.loop import Limits, Start, Teacher, Training
from recipe.metrics import figures
from recipe.report import percent
from recipe.runs import load_network
from recipe.schedule import Span

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Reads the command line and trains."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.backends.cudnn.benchmark = True
    config = CONFIGS[options.config]
    folder = RunFolder(options.runs / config.name)
    if options.fresh:
        for file in (folder.checkpoint, folder.finished, folder.log):
            file.unlink(missing_ok=True)
    folder.begin(config)
    data = prepare_data(config, options.data, options.cache)
    start = Start(
        teachers=tuple(Teacher(load_network(name, options.runs), CONFIGS[name].left_out) for name in config.teachers),
        weights=None if config.start_from is None else load_network(config.start_from, options.runs).state_dict(),
        backbone=None if config.backbone is None else load_network(config.backbone, options.runs).state_dict(),
    )
    if start.teachers:
        print(f"teachers together: {percent(teachers_accuracy(start.teachers, data))} % of the validation pictures", flush=True)
    until = options.until if options.within is None else datetime.now() + timedelta(seconds=options.within)
    limits = Limits(until=until, replay=_spans(options.replay), quiet=options.quiet)
    Training(config, data, folder, start, options.device).run(limits)
    print(f"finished: {folder.finished}")


def teachers_accuracy(teachers: tuple[Teacher, ...], data: RunData) -> float:
    """Of their mean answer to the validation pictures, none of which any of them was trained on."""
    answers = [ask(teacher.network, data.validation.images).softmax(1) for teacher in teachers]
    return figures(torch.stack(answers).mean(0).numpy(), data.validation.labels, resamples=0).accuracy


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
    parser.add_argument("--within", type=float, help="seconds, the same as a deadline")
    parser.add_argument("--replay", type=Path, help="log.jsonl whose progress to repeat, epoch by epoch")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--device", type=torch.device, default=torch.device("cuda" if torch.cuda.is_available() else "cpu"))
    parser.add_argument("--fresh", action="store_true", help="start anew although there is a checkpoint")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser.parse_args()


if __name__ == "__main__":
    main()
