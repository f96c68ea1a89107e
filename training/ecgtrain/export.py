"""Trained networks to ONNX opset 15: fixed shapes, constants folded, float32 in and out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

OPSET = 15
IR_VERSION = 8


def export_module(module: torch.nn.Module, inputs: dict[str, Sequence[int]], outputs: Sequence[str],
                  path: Path) -> None:
    """Traces a module in eval mode for the given input shapes (batch normalisation folded) and writes the graph."""
    samples = tuple(torch.zeros(*shape) for shape in inputs.values())
    buffer = io.BytesIO()
    torch.onnx.export(module.eval(), samples, buffer, opset_version=OPSET, do_constant_folding=True,
                      input_names=list(inputs), output_names=list(outputs))
    model = onnx.load_from_string(buffer.getvalue())
    _fold_constants(model.graph)
    save(model, path)


def _fold_constants(graph: onnx.GraphProto) -> None:
    """Constant nodes become initializers; the tracer's notes on source lines (which hold paths) go."""
    kept = []
    # Equal constants are kept once by the tracer, their twins as Identity nodes.
    constants = {item.name for item in graph.initializer}
    twins = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Identity" and node.input[0] in constants}
    for node in graph.node:
        node.ClearField("doc_string")
        if node.output[0] in twins:
            continue
        for position, name in enumerate(node.input):
            node.input[position] = twins.get(name, name)
        if node.op_type == "Constant":
            tensor = onnx.TensorProto()
            tensor.CopyFrom(node.attribute[0].t)
            tensor.name = node.output[0]
            graph.initializer.append(tensor)
        else:
            kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)


def graph_of(name: str, nodes: list[onnx.NodeProto], constants: dict[str, np.ndarray], inputs: dict[str, Sequence[int]],
             outputs: dict[str, Sequence[int]]) -> onnx.ModelProto:
    """A float32 model from hand-written nodes."""
    def values(shapes: dict[str, Sequence[int]]) -> list[onnx.ValueInfoProto]:
        return [helper.make_tensor_value_info(item, TensorProto.FLOAT, shape) for item, shape in shapes.items()]

    graph = helper.make_graph(nodes, name, values(inputs), values(outputs),
                              [numpy_helper.from_array(array, item) for item, array in constants.items()])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])


def iofc_from_ifgo(stacked: np.ndarray) -> np.ndarray:
    """Gate blocks along axis 0 from torch's order (input, forget, cell, output) to ONNX's (input, output, forget, cell)."""
    i, f, g, o = np.split(stacked, 4)
    return np.concatenate([i, o, f, g])


def save(model: onnx.ModelProto, path: Path) -> None:
    """Checks the model and writes it; the bytes depend on nothing but the model."""
    model.ir_version = IR_VERSION
    model.producer_name, model.producer_version = "ecgtrain", ""
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))
