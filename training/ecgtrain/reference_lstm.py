"""ONNX LSTM (one direction, gates i o f c) and ONNX Runtime's DynamicQuantizeLSTM in numpy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Product = Callable[[np.ndarray], np.ndarray]
States = tuple[np.ndarray, np.ndarray, np.ndarray]


def lstm(x: np.ndarray, weights: np.ndarray, recurrence: np.ndarray, bias: np.ndarray, lengths: None = None,
         hidden: np.ndarray | None = None, cell: np.ndarray | None = None, *, hidden_size: int) -> States:
    """x [steps, n, in], weights [1, 4H, in], recurrence [1, 4H, H] -> states [steps, 1, n, H], hidden, cell [1, n, H].

    Without hidden and cell both begin at zero.
    """
    hidden, cell = _started(x, hidden_size, hidden, cell)
    return _scan(x @ weights[0].T, lambda state: state @ recurrence[0].T, bias, hidden, cell)


def dynamic_quantise_lstm(x: np.ndarray, weights: np.ndarray, recurrence: np.ndarray, bias: np.ndarray, lengths: None,
                          hidden: np.ndarray | None, cell: np.ndarray | None, peepholes: None, weight_scale: np.ndarray,
                          weight_zero: np.ndarray, recurrence_scale: np.ndarray, recurrence_zero: np.ndarray,
                          hidden_size: int) -> States:
    """Weights int8 [1, in, 4H], recurrence int8 [1, H, 4H], scales [1, 4H]; x as a whole and each state to uint8."""
    hidden, cell = _started(x, hidden_size, hidden, cell)
    if weight_zero.any() or recurrence_zero.any():
        raise NotImplementedError("DynamicQuantizeLSTM with zero points other than 0")
    return _scan(_integer_product(x, weights[0]) * weight_scale[0],
                 lambda state: _integer_product(state, recurrence[0]) * recurrence_scale[0], bias, hidden, cell)


def _started(x: np.ndarray, size: int, *states: np.ndarray | None) -> list[np.ndarray]:
    return [np.zeros((1, x.shape[1], size), np.float32) if state is None else state for state in states]


def _integer_product(values: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """values (quantised to uint8 over their own range, which includes 0) times an int8 matrix, rescaled by the former."""
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    scale = np.float32((high - low) / 255) if high > low else np.float32(1)
    zero = np.clip(np.rint(-low / scale), 0, 255)
    steps = np.clip(np.rint(values / scale) + zero, 0, 255) - zero
    return (steps @ matrix.astype(np.float64)).astype(np.float32) * scale


def _scan(inputs: np.ndarray, recurrent: Product, bias: np.ndarray, hidden: np.ndarray, cell: np.ndarray) -> States:
    offset = bias[0].reshape(2, -1).sum(0)
    state, memory, states = hidden[0], cell[0], []
    for row in inputs:
        i, o, f, c = np.split(row + recurrent(state) + offset, 4, axis=-1)
        memory = _sigmoid(f) * memory + _sigmoid(i) * np.tanh(c)
        state = _sigmoid(o) * np.tanh(memory)
        states.append(state[None])
    return np.stack(states), state[None], memory[None]


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))
