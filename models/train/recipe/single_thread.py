"""How long one face takes an exported network on one thread."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import numpy as np
import onnxruntime

from .onnx_file import INPUT_NAME
from .pictures import PICTURE_SIZE

_WARM_UP = 20
_RUNS = 200


def milliseconds_a_face(path: Path, frames: int = 1) -> float:
    """Median of 200 runs on one face, onnxruntime's CPU provider, one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    face = np.random.default_rng(1).integers(0, 256, (1, frames, PICTURE_SIZE, PICTURE_SIZE)).astype(np.float32)
    times: list[float] = []
    for _ in range(_WARM_UP + _RUNS):
        began = time.perf_counter()
        session.run(None, {INPUT_NAME: face})
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times[_WARM_UP:])
