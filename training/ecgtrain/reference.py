"""A plain numpy interpreter of the ONNX operators our graphs use: calibration runs on it, tests compare with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnx
from onnx import helper, numpy_helper

from . import reference_lstm

Operator = Callable[..., "np.ndarray | tuple[np.ndarray, ...]"]


def run(model: onnx.ModelProto, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Every tensor of the graph by name. The first axis of the inputs may hold more rows than the model declares."""
    tensors: dict[str, np.ndarray] = {"": None}
    tensors |= {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    tensors |= inputs
    for node in model.graph.node:
        if node.op_type not in _OPERATORS:
            raise NotImplementedError(f"operator {node.op_type} of node {node.name}")
        attributes = {item.name: helper.get_attribute_value(item) for item in node.attribute}
        result = _OPERATORS[node.op_type](*(tensors[name] for name in node.input), **attributes)
        outputs = result if isinstance(result, tuple) else (result,)
        tensors |= {name: value for name, value in zip(node.output, outputs) if name}
    return tensors


def run_apart(model: onnx.ModelProto, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """As `run`, row by row, for graphs whose shapes hold one row only; each tensor [rows, *its shape]."""
    rows = len(next(iter(inputs.values())))
    found = [run(model, {name: values[row:row + 1] for name, values in inputs.items()}) for row in range(rows)]
    return {name: np.stack([tensors[name] for tensors in found]) for name in found[0] if name}


def _gemm(a: np.ndarray, b: np.ndarray, c: np.ndarray | float = 0.0, alpha: float = 1.0, beta: float = 1.0,
          transA: int = 0, transB: int = 0) -> np.ndarray:
    return alpha * ((a.T if transA else a) @ (b.T if transB else b)) + beta * c


def _conv(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, kernel_shape: list[int], strides: list[int],
          pads: list[int], dilations: list[int], group: int) -> np.ndarray:
    if dilations != [1]:
        raise NotImplementedError("Conv with dilation")
    padded = np.pad(x, ((0, 0), (0, 0), tuple(pads)))
    patches = np.lib.stride_tricks.sliding_window_view(padded, kernel_shape[0], axis=2)[:, :, ::strides[0]]
    outputs = []
    for own, kernels in zip(np.split(patches, group, axis=1), np.split(weight, group)):
        rows = own.transpose(0, 2, 1, 3).reshape(len(x), own.shape[2], -1)
        outputs.append(rows @ kernels.reshape(len(kernels), -1).T)
    return (np.concatenate(outputs, axis=2) + bias).transpose(0, 2, 1)


def _softmax(x: np.ndarray, axis: int) -> np.ndarray:
    power = np.exp(x - x.max(axis=axis, keepdims=True))
    return power / power.sum(axis=axis, keepdims=True)


def _along(values: np.ndarray, like: np.ndarray, axis: int) -> np.ndarray:
    """A scale or zero point shaped to broadcast: per tensor, or one a channel along the axis."""
    if values.ndim == 0:
        return values
    return values.reshape([-1 if dimension == axis else 1 for dimension in range(like.ndim)])


def _quantise(x: np.ndarray, scale: np.ndarray, zero: np.ndarray, axis: int = 1) -> np.ndarray:
    limits = np.iinfo(zero.dtype)
    steps = np.rint(x / _along(scale, x, axis)) + _along(zero, x, axis).astype(np.int32)
    return np.clip(steps, limits.min, limits.max).astype(zero.dtype)


def _dequantise(x: np.ndarray, scale: np.ndarray, zero: np.ndarray, axis: int = 1) -> np.ndarray:
    return (x.astype(np.int32) - _along(zero, x, axis).astype(np.int32)).astype(np.float32) * _along(scale, x, axis)


def _slice(x: np.ndarray, starts: np.ndarray, ends: np.ndarray, axes: np.ndarray,
           steps: np.ndarray | None = None) -> np.ndarray:
    taken = [slice(None)] * x.ndim
    for start, end, axis, step in zip(starts, ends, axes, np.ones(len(axes)) if steps is None else steps):
        taken[axis] = slice(int(start), int(end), int(step))
    return x[tuple(taken)]


def _unsqueeze(x: np.ndarray, axes: np.ndarray) -> np.ndarray:
    return np.expand_dims(x, tuple(int(axis) for axis in axes))


def _squeeze(x: np.ndarray, axes: np.ndarray) -> np.ndarray:
    return np.squeeze(x, tuple(int(axis) for axis in axes))


_OPERATORS: dict[str, Operator] = {
    "Add": np.add,
    "Clip": np.clip,
    "Concat": lambda *parts, axis: np.concatenate(parts, axis),
    "Conv": _conv,
    "DequantizeLinear": _dequantise,
    "DynamicQuantizeLSTM": reference_lstm.dynamic_quantise_lstm,
    "Flatten": lambda x, axis: x.reshape(int(np.prod(x.shape[:axis])), -1),
    "Gemm": _gemm,
    "LSTM": reference_lstm.lstm,
    "Log": np.log,
    "MatMul": np.matmul,
    "Mul": np.multiply,
    "Neg": np.negative,
    "QuantizeLinear": _quantise,
    "ReduceMean": lambda x, axes, keepdims: x.mean(axis=tuple(axes), keepdims=bool(keepdims)),
    "Relu": lambda x: np.maximum(x, 0),
    "Reshape": lambda x, shape, allowzero=0: x.reshape(shape),
    "Sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "Slice": _slice,
    "Softmax": _softmax,
    "Squeeze": _squeeze,
    "Sub": np.subtract,
    "Unsqueeze": _unsqueeze,
}
