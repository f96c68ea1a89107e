"""The instant forecaster as an ONNX graph."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper

from .data import WINDOW
from .export import graph_of, iofc_from_ifgo, save
from .instant import CHUNK, CHUNKS, EDGE, LIMIT, InstantForecaster


_HALF = WINDOW // 2


def export_instant_forecaster(model: InstantForecaster, path: Path) -> None:
    """One LSTM over 35 chunks and a Gemm for each half of both linear maps; window [1, 140] -> forecast [1, 140].

    The maps are triangular: for the first half of a window the weights of its second half are zeros, and not in the file.
    """
    save(graph_of("instant-forecaster", _nodes(model.hidden), _constants(model), {"window": (1, WINDOW)},
                  {"forecast": (1, WINDOW)}), path)


def _constants(model: InstantForecaster) -> dict[str, np.ndarray]:
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    weights, recurrence, bias, recurrent_bias = (iofc_from_ifgo(state[f"lstm.{name}"]) for name in names)
    ends = {"0": 0, "1": 1, "chunk": CHUNK, "chunks": 2 * CHUNK, "last": WINDOW - 1, "held": WINDOW - CHUNK, "half": _HALF,
            "window": WINDOW}
    first, second = state["maps"][:, :_HALF, :_HALF], state["maps"][:, _HALF:]
    return {
        "W": weights[None], "R": recurrence[None], "B": np.concatenate([bias, recurrent_bias])[None],
        "head_weight": state["head.weight"], "head_bias": state["head.bias"],
        "first_maps": first.reshape(WINDOW, _HALF), "first_offsets": state["offsets"][:, :_HALF].ravel(),
        "second_maps": second.reshape(WINDOW, WINDOW), "second_offsets": state["offsets"][:, _HALF:].ravel(),
        "nothing": np.zeros((1, 1), np.float32), "edge": EDGE,
        "lowest": np.array(-LIMIT, np.float32), "highest": np.array(LIMIT, np.float32),
        "chunked": np.array([CHUNKS, 1, CHUNK], np.int64), "flat": np.array([CHUNKS, model.hidden], np.int64),
        "row": np.array([1, WINDOW], np.int64),
    } | {f"at_{name}": np.array([value], np.int64) for name, value in ends.items()}


def _nodes(hidden: int) -> list[onnx.NodeProto]:
    def node(operator: str, inputs: list[str], output: str, **attributes: int) -> onnx.NodeProto:
        return helper.make_node(operator, inputs, [output], name=output, **attributes)

    def cut(source: str, start: str, end: str, output: str) -> onnx.NodeProto:
        return node("Slice", [source, f"at_{start}", f"at_{end}", "at_1"], output)

    return [
        cut("window", "0", "last", "earlier"),
        node("Concat", ["nothing", "earlier"], "previous", axis=1),
        node("Sub", ["window", "previous"], "steps"),
        cut("steps", "0", "half", "first_steps"),
        node("Gemm", ["first_steps", "first_maps", "first_offsets"], "first", transB=1),
        node("Gemm", ["steps", "second_maps", "second_offsets"], "second", transB=1),
        cut("first", "0", "half", "first_near"),
        cut("first", "half", "window", "first_other"),
        cut("second", "0", "half", "second_near"),
        cut("second", "half", "window", "second_other"),
        node("Concat", ["first_near", "second_near"], "near", axis=1),
        node("Concat", ["first_other", "second_other"], "other", axis=1),
        cut("window", "0", "held", "read"),
        node("Clip", ["read", "lowest", "highest"], "clipped"),
        node("Concat", ["edge", "clipped"], "sequence", axis=1),
        node("Reshape", ["sequence", "chunked"], "chunks"),
        node("LSTM", ["chunks", "W", "R", "B"], "states", hidden_size=hidden),
        node("Reshape", ["states", "flat"], "state_rows"),
        node("Gemm", ["state_rows", "head_weight", "head_bias"], "head", transB=1),
        cut("head", "0", "chunk", "level_rows"),
        cut("head", "chunk", "chunks", "gate_rows"),
        node("Sigmoid", ["gate_rows"], "gate_shares"),
        node("Reshape", ["level_rows", "row"], "level"),
        node("Reshape", ["gate_shares", "row"], "gate"),
        node("Mul", ["gate", "other"], "opened"),
        node("Add", ["previous", "near"], "straight"),
        node("Add", ["opened", "level"], "context"),
        node("Add", ["straight", "context"], "forecast"),
    ]
