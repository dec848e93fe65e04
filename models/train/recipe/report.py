"""Figures as text: for the terminal, and as rows of a Markdown table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TABLE_HEAD = "| network | set | pictures | accuracy | balanced | by emotion | calibration error |\n| --- | --- | --- | --- | --- | --- | --- |"


def percent(value: float) -> str:
    """One decimal."""
    return f"{value * 100:.1f}"


def with_interval(value: float, interval: list[float]) -> str:
    """`67.0 (65.1 to 68.8)`."""
    return f"{percent(value)} ({percent(interval[0])} to {percent(interval[1])})"


def table_row(network: str, what: str, metrics: dict[str, Any]) -> str:
    """One row under `TABLE_HEAD`; intervals are 95 %."""
    recalls = " ".join(f"{emotion} {recall * 100:.0f}" for emotion, recall in metrics["recalls"].items())
    cells = [
        network,
        what,
        str(metrics["count"]),
        with_interval(metrics["accuracy"], metrics["accuracyInterval"]),
        with_interval(metrics["balanced"], metrics["balancedInterval"]),
        recalls,
        f"{metrics['calibrationError']:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def confusion_text(metrics: dict[str, Any]) -> str:
    """Rows are what the picture shows, columns what the network answered."""
    names = list(metrics["recalls"])
    head = " " * 11 + " ".join(f"{name[:6]:>6}" for name in names)
    rows = [f"{name:>10} " + " ".join(f"{n:6d}" for n in row) for name, row in zip(names, metrics["confusion"])]
    return "\n".join([head, *rows])


def append_rows(file: Path | None, rows: list[str]) -> None:
    """Adds a table, or lines, to a Markdown file; None adds nothing."""
    if file is not None:
        with file.open("a") as out:
            out.write("\n".join([*rows, "", ""]))
