"""Trained networks to ONNX opset 15: fixed shapes, constants folded, float32 in and out."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .forecasters import InstantForecaster

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
    for node in graph.node:
        node.ClearField("doc_string")
        if node.op_type == "Constant":
            tensor = onnx.TensorProto()
            tensor.CopyFrom(node.attribute[0].t)
            tensor.name = node.output[0]
            graph.initializer.append(tensor)
        else:
            kept.append(node)
    del graph.node[:]
    graph.node.extend(kept)


def export_instant_forecaster(model: InstantForecaster, path: Path) -> None:
    """The stateful LSTM as one ONNX LSTM and one MatMul, any number of steps a call."""
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    weights, recurrence, bias, recurrent_bias = (iofc_from_ifgo(state[f"lstm.{name}"]) for name in names)
    lstm = helper.make_node("LSTM", ["samples", "W", "R", "B", "", "hidden", "cell"],
                            ["states", "hidden_out", "cell_out"], name="lstm", hidden_size=model.hidden)
    constants = {"W": weights[None], "R": recurrence[None], "B": np.concatenate([bias, recurrent_bias])[None]}
    nodes = [lstm, *head_nodes("states")]
    constants |= head_constants(state["head.weight"], state["head.bias"])
    save(instant_graph(nodes, constants, model.hidden), path)


def head_nodes(states: str) -> list[onnx.NodeProto]:
    """LSTM states [steps, 1, 1, H] -> next [steps, 1, 1]."""
    return [helper.make_node("Squeeze", [states, "direction"], ["sequence"], name="squeeze"),
            helper.make_node("MatMul", ["sequence", "head_weight"], ["head_product"], name="head"),
            helper.make_node("Add", ["head_product", "head_bias"], ["next"], name="head_bias_add")]


def head_constants(weight: np.ndarray, bias: np.ndarray) -> dict[str, np.ndarray]:
    """The constants head_nodes needs, from the [1, H] weight and [1] bias of the dense head."""
    return {"direction": np.array([1], np.int64), "head_weight": np.ascontiguousarray(weight.T), "head_bias": bias}


def instant_graph(nodes: list[onnx.NodeProto], constants: dict[str, np.ndarray], hidden: int) -> onnx.ModelProto:
    """The instant forecaster's model around the given nodes; inputs and outputs as the manifest names them."""
    def value(name: str, *shape: int | str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    graph = helper.make_graph(
        nodes, "instant-forecaster",
        [value("samples", "steps", 1, 2), value("hidden", 1, 1, hidden), value("cell", 1, 1, hidden)],
        [value("next", "steps", 1, 1), value("hidden_out", 1, 1, hidden), value("cell_out", 1, 1, hidden)],
        [numpy_helper.from_array(array, name) for name, array in constants.items()])
    domains = {node.domain for node in nodes} - {""}
    opsets = [helper.make_opsetid("", OPSET), *(helper.make_opsetid(domain, 1) for domain in sorted(domains))]
    return helper.make_model(graph, opset_imports=opsets)


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
