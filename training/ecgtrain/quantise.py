"""Post-training quantisation: an fp32 graph in, the same graph with QuantizeLinear/DequantizeLinear out; LSTMs become dynamic.

Weights are symmetric int8 per output channel, activations asymmetric uint8 per tensor, biases int32 with the product of
both scales. The pattern is the one ONNX Runtime fuses: DQ -> Gemm/MatMul/Conv (-> Relu) -> Q. What the graph returns
stays float: the last layer has no Q behind it.

Weights keep to 7 bits (-64..64) unless told otherwise: on x64 processors without VNNI the runtime multiplies u8 by s8
in pairs that saturate at 16 bits, and 2 * 255 * 64 is the largest that fits. So every processor gives the same sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import helper, numpy_helper

from . import reference
from .quantise_lstm import DOMAIN, dynamic_lstm
from .weights import quantise_weight

_LAYERS = {"Gemm": 0, "Conv": 0, "MatMul": 1}  # Operator: axis of the output channel in its weight.
_PASSING = {"Flatten"}  # Moves values about: quantised on both sides, so that the runtime can drop both.


@dataclass(frozen=True)
class Range:
    """Calibrated range of one activation; scale and zero point of its uint8 form."""

    low: float
    high: float

    @property
    def scale(self) -> np.ndarray:
        low, high = min(self.low, 0.0), max(self.high, 0.0)
        return np.array((high - low) / 255 if high > low else 1.0, np.float32)

    @property
    def zero_point(self) -> np.ndarray:
        return np.array(np.clip(np.rint(-min(self.low, 0.0) / self.scale), 0, 255), np.uint8)


def quantise(model: onnx.ModelProto, calibration: dict[str, np.ndarray], percentile: float = 100.0,
             weight_bits: int = 7, exact_edges: bool = False) -> onnx.ModelProto:
    """The quantised twin of an fp32 model; calibration holds many rows for each input.

    exact_edges: the first and the last layers keep 8-bit weights but read their activations in float, and every bias takes up the
    mean error of the rounded weights beside it.
    """
    graph = model.graph
    constants = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    edges = _edges(graph) if exact_edges else set()
    activations = {node.input[0] for node in graph.node
                   if node.op_type in _LAYERS.keys() | _PASSING and node.output[0] not in edges}
    recurrent = any(node.op_type == "LSTM" for node in graph.node)
    values = (reference.run_apart if recurrent else reference.run)(model, calibration)
    writer = _Writer({name: _calibrated(values[name], percentile) for name in sorted(activations)}, weight_bits,
                     {output.name for output in graph.output}, edges, values if exact_edges else {})
    for value in graph.input:
        writer.quantise_activation(value.name)
    for node in graph.node:
        writer.add(node, constants)
    result = helper.make_graph(writer.nodes, graph.name, graph.input, graph.output,
                               [numpy_helper.from_array(array, name) for name, array in writer.constants.items()])
    opsets = list(model.opset_import) + ([helper.make_opsetid(DOMAIN, 1)] if recurrent else [])
    return helper.make_model(result, opset_imports=opsets)


def _edges(graph: onnx.GraphProto) -> set[str]:
    """Outputs of the layers before which, and of those behind which, there is no other layer."""
    after, before = set(), set()
    for node in graph.node:
        if node.op_type in _LAYERS or after.intersection(node.input):
            after.update(node.output)
    for node in reversed(graph.node):
        if node.op_type in _LAYERS or before.intersection(node.output):
            before.update(node.input)
    return {node.output[0] for node in graph.node
            if node.op_type in _LAYERS and (node.input[0] not in after or node.output[0] not in before)}


def _calibrated(values: np.ndarray, percentile: float) -> Range:
    if percentile >= 100:
        return Range(float(values.min()), float(values.max()))
    low, high = np.percentile(values, [100 - percentile, percentile])
    return Range(float(low), float(high))


class _Writer:
    """Collects the nodes and constants of the quantised graph while the fp32 nodes are walked in order."""

    def __init__(self, ranges: dict[str, Range], weight_bits: int, outputs: set[str], edges: set[str],
                 activations: dict[str, np.ndarray]):
        self.ranges, self.weight_bits, self.outputs, self.edges = ranges, weight_bits, outputs, edges
        self.activations = activations  # Calibrated, by name, where biases are to be corrected.
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, np.ndarray] = {}

    def add(self, node: onnx.NodeProto, constants: dict[str, np.ndarray]) -> None:
        """One fp32 node: its inputs replaced by their dequantised forms, its outputs quantised where something needs it."""
        if node.op_type == "LSTM":
            quantised, parameters = dynamic_lstm(node, constants, self.weight_bits)
            self.nodes.append(quantised)
            self.constants |= parameters
            return
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        for position, name in enumerate(node.input):
            if name in constants and node.op_type not in _LAYERS:
                self.constants[name] = constants[name]
            elif name in self.ranges and node.output[0] not in self.edges:
                copy.input[position] = f"{name}_dq"
        if node.op_type in _LAYERS:
            self._add_parameters(copy, node, constants)
        for position, name in enumerate(node.output):
            if name in self.ranges and name in self.outputs:
                copy.output[position] = f"{name}_float"
        self.nodes.append(copy)
        for name, written in zip(node.output, copy.output):
            self.quantise_activation(name, written)

    def quantise_activation(self, name: str, written: str | None = None) -> None:
        """Q and DQ behind an activation; one that the graph also returns gets a second DQ under its own name."""
        if name not in self.ranges:
            return
        self.constants[f"{name}_scale"] = self.ranges[name].scale
        self.constants[f"{name}_zero"] = self.ranges[name].zero_point
        scaling = [f"{name}_scale", f"{name}_zero"]
        self._node("QuantizeLinear", [written or name, *scaling], f"{name}_q")
        self._node("DequantizeLinear", [f"{name}_q", *scaling], f"{name}_dq")
        if name in self.outputs:
            self._node("DequantizeLinear", [f"{name}_q", *scaling], name)

    def _add_parameters(self, copy: onnx.NodeProto, node: onnx.NodeProto, constants: dict[str, np.ndarray]) -> None:
        transposed = any(item.name == "transB" and item.i for item in node.attribute)
        axis = 1 if node.op_type == "Gemm" and not transposed else _LAYERS[node.op_type]
        # Sums in float cannot saturate: their weights may use all of their bits.
        in_float = node.output[0] in self.edges
        exact = constants[node.input[1]]
        weight, scale = quantise_weight(exact, axis, 8 if in_float else self.weight_bits)
        copy.input[1] = self._constant(node.input[1], weight, scale, axis)
        if len(node.input) <= 2:
            return
        bias = constants[node.input[2]].astype(np.float64)
        if self.activations:
            error = weight * scale.reshape([-1 if i == axis else 1 for i in range(weight.ndim)]) - exact
            bias = bias - _mean_output(error, axis, self.activations[node.input[0]])
        if in_float:
            self.constants[node.input[2]] = bias.astype(np.float32)
            return
        product = (self.ranges[node.input[0]].scale * scale).astype(np.float32)
        whole = np.rint(bias / product.astype(np.float64)).astype(np.int32)
        copy.input[2] = self._constant(node.input[2], whole, product, 0)

    def _constant(self, name: str, values: np.ndarray, scale: np.ndarray, axis: int) -> str:
        self.constants[f"{name}_q"], self.constants[f"{name}_scale"] = values, scale
        self.constants[f"{name}_zero"] = np.zeros(scale.shape, values.dtype)
        self._node("DequantizeLinear", [f"{name}_q", f"{name}_scale", f"{name}_zero"], f"{name}_dq", axis=axis)
        return f"{name}_dq"

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: int) -> None:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))


def _mean_output(weight: np.ndarray, axis: int, activations: np.ndarray) -> np.ndarray:
    """What a layer of these weights and no bias gives in the mean over calibrated activations, one number an output channel; a
    convolution as if its input went on beyond its ends."""
    if weight.ndim == 2:
        return np.moveaxis(weight, axis, 0) @ activations.mean(axis=0)
    means = activations.mean(axis=(0, 2)).reshape(-1, weight.shape[1])  # One row a group.
    taps = weight.sum(axis=2).reshape(len(means), -1, weight.shape[1])
    return np.einsum("goi,gi->go", taps, means).ravel()
