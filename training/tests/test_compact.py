"""Graphs without names."""

from __future__ import annotations

import numpy as np
import onnx
import torch

from ecgtrain import export, reference
from ecgtrain.autoencoder import Autoencoder
from ecgtrain.compact import compacted
from ecgtrain.quantise import quantise


def test_a_compacted_graph_is_smaller_and_computes_the_same(tmp_path, windows: np.ndarray) -> None:
    torch.manual_seed(4)
    export.export_module(Autoencoder([64, 32, 8]), {"window": (1, 140)}, ("reconstruction", "latent"), tmp_path / "m.onnx")
    twin = quantise(onnx.load(tmp_path / "m.onnx"), {"window": windows})
    small = compacted(twin)
    export.save(small, tmp_path / "small.onnx")
    assert (tmp_path / "small.onnx").stat().st_size < 0.9 * len(twin.SerializeToString())
    assert small.graph.input == twin.graph.input and small.graph.output == twin.graph.output
    long, short = (reference.run(model, {"window": windows}) for model in (twin, onnx.load(tmp_path / "small.onnx")))
    for name in ("reconstruction", "latent"):
        assert np.array_equal(long[name], short[name])


def test_constants_that_are_equal_are_kept_once(windows: np.ndarray) -> None:
    values = [onnx.numpy_helper.from_array(np.array([2.0], np.float32), name) for name in ("a", "b")]
    nodes = [onnx.helper.make_node("Mul", ["x", "a"], ["m"], name="first"), onnx.helper.make_node("Add", ["m", "b"], ["y"], name="second")]
    ends = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [1]) for name in ("x", "y")]
    small = compacted(onnx.helper.make_model(onnx.helper.make_graph(nodes, "g", ends[:1], ends[1:], values)))
    assert len(small.graph.initializer) == 1 and not any(node.name for node in small.graph.node)
    assert reference.run(small, {"x": np.array([3.0], np.float32)})["y"].tolist() == [8.0]
