"""An LSTM in int8: ONNX Runtime's DynamicQuantizeLSTM."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper

from .weights import quantise_weight

DOMAIN = "com.microsoft"


def dynamic_lstm(node: onnx.NodeProto, constants: dict[str, np.ndarray],
                 weight_bits: int = 7) -> tuple[onnx.NodeProto, dict[str, np.ndarray]]:
    """The int8 twin of an LSTM node (one direction) and its constants. Inputs (whole sequence) and states (each step) are scaled by
    the runtime by their own range; the weights have one scale a gate unit."""
    inputs = [*node.input, *[""] * (7 - len(node.input))]
    source, bias, lengths, hidden, cell = inputs[0], *inputs[3:7]
    written = {bias: constants[bias]} | {name: constants[name] for name in (hidden, cell) if name in constants}
    for name in inputs[1:3]:
        # The runtime wants [1, input, 4H]; ONNX's LSTM keeps [1, 4H, input].
        weight, scale = quantise_weight(constants[name][0].T, axis=1, bits=weight_bits)
        written |= {f"{name}_q": np.ascontiguousarray(weight)[None], f"{name}_scale": scale[None],
                    f"{name}_zero": np.zeros((1, scale.size), np.int8)}
    scaling = [f"{name}_{part}" for name in inputs[1:3] for part in ("scale", "zero")]
    quantised = helper.make_node(
        "DynamicQuantizeLSTM", [source, f"{inputs[1]}_q", f"{inputs[2]}_q", bias, lengths, hidden, cell, "", *scaling],
        list(node.output), name=node.name, domain=DOMAIN,
        **{item.name: helper.get_attribute_value(item) for item in node.attribute})
    return quantised, written
