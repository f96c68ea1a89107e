"""The static QDQ writer, through the numpy interpreter."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import numpy_helper

from ecgtrain import export, reference
from ecgtrain.autoencoder import Autoencoder
from ecgtrain.classifier import Classifier, Probabilities
from ecgtrain.quantise import Range, quantise, quantise_weight


def constants(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    return {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}


@pytest.fixture(scope="module")
def autoencoder(tmp_path_factory: pytest.TempPathFactory) -> onnx.ModelProto:
    torch.manual_seed(4)
    path = tmp_path_factory.mktemp("fp32") / "m.onnx"
    export.export_module(Autoencoder([64, 32, 8]), {"window": (1, 140)}, ("reconstruction", "latent"), path)
    return onnx.load(path)


def test_weights_are_symmetric_per_channel_and_keep_to_their_bits() -> None:
    weight = np.array([[0.5, -1.0, 0.25], [0.01, 0.03, -0.04], [0.0, 0.0, 0.0]], np.float32)
    quantised, scale = quantise_weight(weight, axis=0, bits=7)
    assert scale == pytest.approx([1.0 / 64, 0.04 / 64, 1.0])
    assert quantised.tolist() == [[32, -64, 16], [16, 48, -64], [0, 0, 0]]
    assert quantise_weight(weight, axis=0, bits=8)[0].tolist() == [[64, -127, 32], [32, 95, -127], [0, 0, 0]]
    assert quantise_weight(weight.T, axis=1, bits=7)[0].tolist() == quantised.T.tolist()


@pytest.mark.parametrize(("low", "high", "scale", "zero"), [
    (0.0, 5.1, 0.02, 0), (-2.55, 2.55, 0.02, 128), (1.0, 2.55, 0.01, 0), (-5.1, -1.0, 0.02, 255), (0.0, 0.0, 1.0, 0)])
def test_activation_range_always_holds_zero_exactly(low: float, high: float, scale: float, zero: int) -> None:
    assert Range(low, high).scale == pytest.approx(scale)
    assert int(Range(low, high).zero_point) == zero and Range(low, high).zero_point.dtype == np.uint8


def test_known_tensor_quantises_and_comes_back() -> None:
    scale, zero = np.float32(0.5), np.array(10, np.uint8)
    node = [onnx.helper.make_node("QuantizeLinear", ["x", "s", "z"], ["q"]),
            onnx.helper.make_node("DequantizeLinear", ["q", "s", "z"], ["y"])]
    graph = onnx.helper.make_graph(node, "g", [], [], [numpy_helper.from_array(np.array(scale), "s"),
                                                      numpy_helper.from_array(zero, "z")])
    found = reference.run(onnx.helper.make_model(graph), {"x": np.array([0, 0.25, 0.75, -9, 200], np.float32)})
    assert found["q"].tolist() == [10, 10, 12, 0, 255]  # Halves go to even, the ends saturate.
    assert found["y"].tolist() == [0, 0, 1, -5, 122.5]


def test_int8_twin_keeps_borders_and_follows_the_float_model(autoencoder: onnx.ModelProto, windows: np.ndarray) -> None:
    twin = quantise(autoencoder, {"window": windows})
    onnx.checker.check_model(twin)
    assert twin.graph.input == autoencoder.graph.input and twin.graph.output == autoencoder.graph.output
    exact, found = (reference.run(model, {"window": windows}) for model in (autoencoder, twin))
    for name in ("reconstruction", "latent"):
        error = np.sqrt(((found[name] - exact[name]) ** 2).mean())
        assert 0 < error < 0.03 * exact[name].std()


def test_every_gemm_reads_int8_weights_and_int32_bias_of_the_product_scale(autoencoder: onnx.ModelProto,
                                                                           windows: np.ndarray) -> None:
    twin = quantise(autoencoder, {"window": windows})
    held, producer = constants(twin), {name: node for node in twin.graph.node for name in node.output}
    gemms = [node for node in twin.graph.node if node.op_type == "Gemm"]
    assert len(gemms) == 6
    for gemm in gemms:
        activation, weight, bias = (producer[name] for name in gemm.input)
        assert {node.op_type for node in (activation, weight, bias)} == {"DequantizeLinear"}
        assert held[weight.input[0]].dtype == np.int8 and np.abs(held[weight.input[0]]).max() == 64
        assert held[bias.input[0]].dtype == np.int32
        product = held[activation.input[1]] * held[weight.input[1]]
        assert held[weight.input[1]].shape == (held[weight.input[0]].shape[0],)
        assert np.array_equal(held[bias.input[1]], product.astype(np.float32))
    # The last layer answers in float; the latent is also what the decoder reads, so it has been through uint8.
    assert producer["reconstruction"].op_type == "Gemm" and producer["latent"].op_type == "DequantizeLinear"


def test_classifier_stays_quantised_from_first_convolution_to_last_dense_layer(tmp_path: Path,
                                                                               windows: np.ndarray) -> None:
    torch.manual_seed(5)
    network = Classifier([12, 24, 24], [7, 7, 5], 32, 0.2)
    export.export_module(Probabilities(network), {"window": (1, 140)}, ("probabilities",), tmp_path / "m.onnx")
    model = onnx.load(tmp_path / "m.onnx")
    twin = quantise(model, {"window": windows})
    held, producer = constants(twin), {name: node for node in twin.graph.node for name in node.output}
    flatten = next(node for node in twin.graph.node if node.op_type == "Flatten")
    after = next(node for node in twin.graph.node if node.input[0] == flatten.output[0])
    before = producer[flatten.input[0]]
    assert np.array_equal(held[before.input[1]], held[after.input[1]])  # One scale, so the runtime can drop both.
    exact, found = (reference.run(m, {"window": windows})["probabilities"] for m in (model, twin))
    assert np.abs(found - exact).max() < 0.02
    assert (found.argmax(axis=1) == exact.argmax(axis=1)).mean() > 0.9


def test_percentile_calibration_narrows_the_range(autoencoder: onnx.ModelProto, windows: np.ndarray) -> None:
    whole, cut = (constants(quantise(autoencoder, {"window": windows}, percentile)) for percentile in (100, 99))
    assert 0 < cut["window_scale"] < whole["window_scale"]


def test_exact_edges_read_float_and_biases_take_up_the_error_of_rounded_weights(tmp_path: Path, windows: np.ndarray) -> None:
    torch.manual_seed(5)
    network = Classifier([12, 24, 24], [7, 7, 5], 32, 0.2)
    export.export_module(Probabilities(network), {"window": (1, 140)}, ("probabilities",), tmp_path / "m.onnx")
    model = onnx.load(tmp_path / "m.onnx")
    plain, exact = (quantise(model, {"window": windows}, exact_edges=edges) for edges in (False, True))
    held, producer = constants(exact), {name: node for node in exact.graph.node for name in node.output}
    layers = [node for node in exact.graph.node if node.op_type in ("Conv", "Gemm")]
    assert [producer[layer.input[0]].op_type == "DequantizeLinear" for layer in layers] == [False, True, True, True, False]
    assert [np.abs(held[producer[layer.input[1]].input[0]]).max() for layer in layers] == [127, 64, 64, 64, 127]
    truth, *found = (reference.run(twin, {"window": windows})["probabilities"] for twin in (model, plain, exact))
    errors = [np.sqrt(((values - truth) ** 2).mean()) for values in found]
    assert errors[1] < 0.7 * errors[0]
