"""Quantisation of several networks in one graph, with less lost to rounding: units brought to one range before, biases
corrected after."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnx
from onnx import numpy_helper

from .. import reference

_LEAST = 1e-3  # A unit that hardly ever answers keeps its size.


def balanced(model: onnx.ModelProto, inputs: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The same function with hidden units of dense layers scaled to one largest value over inputs (ReLU allows it), so
    that one scale for all of a layer's activations fits each of them."""
    changed, values = _copy(model), reference.run(model, inputs)
    weights = {item.name: item for item in changed.graph.initializer}
    for first, second in _followed(changed):
        largest = values[first.output[0]].max(axis=0)
        size = np.where(largest > _LEAST, largest, largest.max()) / max(largest.max(), _LEAST)
        _put(weights[first.input[1]], numpy_helper.to_array(weights[first.input[1]]) / size[:, None])
        _put(weights[first.input[2]], numpy_helper.to_array(weights[first.input[2]]) / size)
        _put(weights[second.input[1]], numpy_helper.to_array(weights[second.input[1]]) * size)
    return changed


def corrected(model: onnx.ModelProto, inputs: dict[str, np.ndarray],
              quantised: Callable[[onnx.ModelProto], onnx.ModelProto]) -> onnx.ModelProto:
    """The quantised twin of a model whose dense layers, first to last, give what the model's give in the mean over inputs."""
    wanted, changed = reference.run(model, inputs), _copy(model)
    constants = {item.name: item for item in changed.graph.initializer}
    for node in _dense(changed):
        found = reference.run(quantised(changed), inputs)[node.output[0]]
        bias = constants[node.input[2]]
        _put(bias, numpy_helper.to_array(bias) + (wanted[node.output[0]] - found).mean(axis=0))
    return quantised(changed)


def _dense(model: onnx.ModelProto) -> list[onnx.NodeProto]:
    return [node for node in model.graph.node if node.op_type == "Gemm"]


def _followed(model: onnx.ModelProto) -> list[tuple[onnx.NodeProto, onnx.NodeProto]]:
    """Pairs of dense layers with nothing but a ReLU between them."""
    relu = {node.input[0]: node.output[0] for node in model.graph.node if node.op_type == "Relu"}
    return [(first, second) for first in _dense(model) for second in _dense(model)
            if relu.get(first.output[0]) == second.input[0]]


def _copy(model: onnx.ModelProto) -> onnx.ModelProto:
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    return changed


def _put(constant: onnx.TensorProto, values: np.ndarray) -> None:
    constant.CopyFrom(numpy_helper.from_array(values.astype(np.float32), constant.name))
