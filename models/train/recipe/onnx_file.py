"""Writes a shipped network as ONNX, with its weights in half precision, and checks the file against PyTorch."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from .pictures import PICTURE_SIZE

INPUT_NAME = "faces"
OUTPUT_NAME = "scores"
OPSET = 17
"""Old enough for every onnxruntime of the last years."""
MOST_DIFFERENCE = 1e-4

_SMALL = 64
"""Numbers. Below it a tensor stays in full precision: biases cost nothing and matter more."""


def write_onnx(network: nn.Module, path: Path, facts: dict[str, str], frames: int = 1) -> None:
    """Exports with a free batch size; `facts` become the file's own metadata, `frames` a face are its second axis."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            (torch.zeros(2, frames, PICTURE_SIZE, PICTURE_SIZE),),
            buffer,
            input_names=[INPUT_NAME],
            output_names=[OUTPUT_NAME],
            dynamic_axes={INPUT_NAME: {0: "faces"}, OUTPUT_NAME: {0: "faces"}},
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load_from_string(buffer.getvalue())
    _store_halves(model)
    helper.set_model_props(model, facts)
    onnx.checker.check_model(model, full_check=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())


def largest_difference(network: nn.Module, path: Path, images: np.ndarray) -> float:
    """Greatest distance of any score between PyTorch and onnxruntime on pictures uint8 [N, 48, 48]."""
    faces = images[:, None].astype(np.float32)
    with torch.no_grad():
        expected = network.eval()(torch.from_numpy(faces)).numpy()
    return float(np.abs(expected - scores_of(path, images)).max())


def scores_of(path: Path, images: np.ndarray, batch: int = 256) -> np.ndarray:
    """Scores [N, K] of an exported network for uint8 pictures [N, 48, 48]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    parts = [
        session.run([OUTPUT_NAME], {INPUT_NAME: images[start : start + batch, None].astype(np.float32)})[0]
        for start in range(0, len(images), batch)
    ]
    return np.concatenate(parts)


def _store_halves(model: onnx.ModelProto) -> None:
    """Large weights become halves followed by a Cast, which a runtime folds away once while it loads."""
    graph = model.graph
    casts: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if tensor.data_type != TensorProto.FLOAT or values.size < _SMALL or values.ndim < 2:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], name=f"{name}.whole", to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
