"""fp32 graphs: what numpy computes from the ONNX file is what torch computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from ecgtrain import export, normal_models, reference
from ecgtrain.classifier import Classifier, Probabilities
from ecgtrain.experiment import Experiment
from ecgtrain.forecasters import InstantForecaster, with_position


@pytest.mark.parametrize("name", ["autoencoder", "vae"])
def test_autoencoders(tmp_path: Path, experiment: Experiment, windows: np.ndarray, name: str) -> None:
    torch.manual_seed(1)
    module = normal_models.build(name, experiment).eval()
    export.export_module(module, {"window": (1, 140)}, ("reconstruction", "latent"), tmp_path / "m.onnx")
    found = reference.run(onnx.load(tmp_path / "m.onnx"), {"window": windows})
    reconstruction, latent = module(torch.from_numpy(windows))
    assert np.allclose(found["reconstruction"], reconstruction.detach(), atol=1e-5)
    assert np.allclose(found["latent"], latent.detach(), atol=1e-5) and latent.shape[1] == 8


def test_classifier_has_its_batch_normalisation_folded(tmp_path: Path, windows: np.ndarray) -> None:
    torch.manual_seed(2)
    network = Classifier([12, 24, 24], [7, 7, 5], 32, 0.2)
    network(torch.from_numpy(windows))  # Moves the running statistics away from 0 and 1.
    module = Probabilities(network).eval()
    export.export_module(module, {"window": (1, 140)}, ("probabilities",), tmp_path / "m.onnx")
    model = onnx.load(tmp_path / "m.onnx")
    found = reference.run(model, {"window": windows})["probabilities"]
    assert np.allclose(found, module(torch.from_numpy(windows)).detach(), atol=1e-5)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert {node.op_type for node in model.graph.node} == {"Unsqueeze", "Conv", "Relu", "Flatten", "Gemm", "Softmax"}
    assert model.opset_import[0].version == 15 and not any(node.doc_string for node in model.graph.node)


def test_gates_go_from_torch_order_to_onnx_order() -> None:
    stacked = np.repeat(np.array(["input", "forget", "cell", "output"]), 3)
    assert export.iofc_from_ifgo(stacked)[::3].tolist() == ["input", "output", "forget", "cell"]


def test_instant_forecaster_whole_or_step_by_step(tmp_path: Path, windows: np.ndarray) -> None:
    torch.manual_seed(3)
    module = InstantForecaster(32).eval()
    export.export_instant_forecaster(module, tmp_path / "m.onnx")
    model = onnx.load(tmp_path / "m.onnx")
    samples = with_position(torch.from_numpy(windows[:1]))
    start = module.zero_state(1)
    expected = [tensor.detach().numpy() for tensor in module(samples, start, start)]
    whole = reference.run(model, {"samples": samples.numpy(), "hidden": start.numpy(), "cell": start.numpy()})
    for name, tensor in zip(("next", "hidden_out", "cell_out"), expected):
        assert whole[name].shape == tensor.shape and np.allclose(whole[name], tensor, atol=1e-5)
    hidden, cell, following = start.numpy(), start.numpy(), []
    for step in samples.numpy():
        found = reference.run(model, {"samples": step[None], "hidden": hidden, "cell": cell})
        hidden, cell = found["hidden_out"], found["cell_out"]
        following.append(found["next"])
    assert np.allclose(np.concatenate(following), expected[0], atol=1e-5)
