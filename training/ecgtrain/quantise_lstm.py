"""The instant forecaster in int8: ONNX Runtime's DynamicQuantizeLSTM and a statically quantised head."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from .export import instant_graph
from .quantise import Range, quantise_weight

DOMAIN = "com.microsoft"
# An LSTM state is a sigmoid times a tanh: its range needs no calibration.
_STATE = Range(-1.0, 1.0)


def quantise_instant_forecaster(model: onnx.ModelProto, weight_bits: int = 7) -> onnx.ModelProto:
    """The int8 twin of the graph export_instant_forecaster writes; same inputs and outputs."""
    constants = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    written: dict[str, np.ndarray] = {"B": constants["B"], "direction": constants["direction"]}
    for name in ("W", "R"):
        # The runtime wants [1, input, 4H]; ONNX's LSTM keeps [1, 4H, input].
        weight, scale = quantise_weight(constants[name][0].T, axis=1, bits=weight_bits)
        written |= {f"{name}_q": np.ascontiguousarray(weight)[None], f"{name}_scale": scale[None],
                    f"{name}_zero": np.zeros((1, scale.size), np.int8)}
    head, head_scale = quantise_weight(constants["head_weight"], axis=1, bits=weight_bits)
    written |= {"head_q": head, "head_scale": head_scale, "head_zero": np.zeros(head_scale.shape, np.int8),
                "state_scale": _STATE.scale, "state_zero": _STATE.zero_point, "head_bias": constants["head_bias"]}
    hidden = constants["R"].shape[2]
    return instant_graph(_nodes(hidden), written, hidden)


def _nodes(hidden: int) -> list[onnx.NodeProto]:
    lstm = helper.make_node(
        "DynamicQuantizeLSTM",
        ["samples", "W_q", "R_q", "B", "", "hidden", "cell", "", "W_scale", "W_zero", "R_scale", "R_zero"],
        ["states", "hidden_out", "cell_out"], name="lstm", domain=DOMAIN, hidden_size=hidden)
    state, head = ["state_scale", "state_zero"], ["head_scale", "head_zero"]
    return [
        lstm,
        helper.make_node("Squeeze", ["states", "direction"], ["sequence"], name="squeeze"),
        helper.make_node("QuantizeLinear", ["sequence", *state], ["sequence_q"], name="sequence_q"),
        helper.make_node("DequantizeLinear", ["sequence_q", *state], ["sequence_dq"], name="sequence_dq"),
        helper.make_node("DequantizeLinear", ["head_q", *head], ["head_dq"], name="head_dq", axis=1),
        helper.make_node("MatMul", ["sequence_dq", "head_dq"], ["head_product"], name="head"),
        helper.make_node("Add", ["head_product", "head_bias"], ["next"], name="head_bias_add"),
    ]
