"""The int8 instant forecaster, through a numpy DynamicQuantizeLSTM."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from ecgtrain import export, reference
from ecgtrain.forecasters import InstantForecaster, with_position
from ecgtrain.quantise_lstm import quantise_instant_forecaster


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[onnx.ModelProto, onnx.ModelProto]:
    torch.manual_seed(6)
    path = tmp_path_factory.mktemp("fp32") / "m.onnx"
    export.export_instant_forecaster(InstantForecaster(32), path)
    model = onnx.load(path)
    return model, quantise_instant_forecaster(model)


def test_weights_are_transposed_with_one_scale_a_gate_unit(pair: tuple[onnx.ModelProto, onnx.ModelProto]) -> None:
    exact, twin = ({item.name: numpy_helper.to_array(item) for item in model.graph.initializer} for model in pair)
    for name, inputs in (("W", 2), ("R", 32)):
        assert twin[f"{name}_q"].shape == (1, inputs, 128) and twin[f"{name}_q"].dtype == np.int8
        assert twin[f"{name}_scale"].shape == (1, 128) and not twin[f"{name}_zero"].any()
        back = twin[f"{name}_q"].astype(np.float32) * twin[f"{name}_scale"][:, None]
        assert np.abs(back - exact[name].transpose(0, 2, 1)).max() <= 0.5001 * twin[f"{name}_scale"].max()
    assert np.array_equal(exact["B"], twin["B"])


def test_follows_the_float_model_over_a_whole_beat(pair: tuple[onnx.ModelProto, onnx.ModelProto],
                                                   windows: np.ndarray) -> None:
    state = np.zeros((1, 1, 32), np.float32)
    samples = with_position(torch.from_numpy(windows[:1])).numpy()
    exact, found = (reference.run(model, {"samples": samples, "hidden": state, "cell": state}) for model in pair)
    for name in ("next", "hidden_out", "cell_out"):
        assert found[name].shape == exact[name].shape
        assert 0 < np.abs(found[name] - exact[name]).max() < 0.03
    assert pair[1].graph.input == pair[0].graph.input and pair[1].graph.output == pair[0].graph.output
    assert pair[1].graph.node[0].domain == "com.microsoft"
