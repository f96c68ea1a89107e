"""The int8 instant forecaster, through a numpy DynamicQuantizeLSTM."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from ecgtrain import instant, reference
from ecgtrain.data import BeatSet
from ecgtrain.export import save
from ecgtrain.export_instant import export_instant_forecaster
from ecgtrain.quantise import quantise

Pair = tuple[onnx.ModelProto, onnx.ModelProto]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, beats: BeatSet) -> Pair:
    torch.manual_seed(6)
    module = instant.InstantForecaster(24)
    instant._set_maps(module, beats.normals, beats.anomalies, 3.0)
    torch.nn.init.normal_(module.head.weight, 0, 0.3)
    folder = tmp_path_factory.mktemp("instant")
    export_instant_forecaster(module.eval(), folder / "fp32.onnx")
    model = onnx.load(folder / "fp32.onnx")
    save(quantise(model, {"window": beats.windows.astype(np.float32)}), folder / "int8.onnx")
    return model, onnx.load(folder / "int8.onnx")


def forecast(model: onnx.ModelProto, windows: np.ndarray) -> np.ndarray:
    return reference.run_apart(model, {"window": windows})["forecast"][:, 0]


def test_weights_are_transposed_with_one_scale_a_gate_unit(pair: Pair) -> None:
    exact, twin = ({item.name: numpy_helper.to_array(item) for item in model.graph.initializer} for model in pair)
    for name, inputs in (("W", 4), ("R", 24)):
        assert twin[f"{name}_q"].shape == (1, inputs, 96) and twin[f"{name}_q"].dtype == np.int8
        assert twin[f"{name}_scale"].shape == (1, 96) and not twin[f"{name}_zero"].any()
        back = twin[f"{name}_q"].astype(np.float32) * twin[f"{name}_scale"][:, None]
        assert np.abs(back - exact[name].transpose(0, 2, 1)).max() <= 0.5001 * twin[f"{name}_scale"].max()
    assert np.array_equal(exact["B"], twin["B"])


def test_follows_the_float_model_over_a_whole_beat(pair: Pair, windows: np.ndarray) -> None:
    exact, found = (forecast(model, windows) for model in pair)
    assert 0 < np.sqrt(((found - exact) ** 2).mean()) < 0.05
    assert pair[1].graph.input == pair[0].graph.input and pair[1].graph.output == pair[0].graph.output
    lstm = next(node for node in pair[1].graph.node if node.op_type == "DynamicQuantizeLSTM")
    assert lstm.domain == "com.microsoft"


@pytest.mark.parametrize("at", [0, 1, 3, 4, 57, 139])
@pytest.mark.parametrize("precision", [0, 1])
def test_no_forecast_knows_its_own_sample_or_a_later_one(pair: Pair, windows: np.ndarray, at: int, precision: int) -> None:
    changed = windows[:6].copy()
    changed[:, at:] = np.random.default_rng(at).uniform(-12, 12, changed[:, at:].shape)  # Beyond what calibration saw.
    before, after = (forecast(pair[precision], rows) for rows in (windows[:6], changed))
    assert np.array_equal(before[:, :at + 1], after[:, :at + 1])
    if at < 138:
        assert not np.array_equal(before, after)


def test_the_first_forecast_is_a_constant(pair: Pair, windows: np.ndarray) -> None:
    for model in pair:
        assert len(np.unique(forecast(model, windows)[:, 0])) == 1
