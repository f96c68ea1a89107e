"""fp32 graphs: what numpy computes from the ONNX file is what torch computes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from ecgtrain import export, instant, normal_models, pca, reference
from ecgtrain.classifier import Classifier, Probabilities
from ecgtrain.data import BeatSet
from ecgtrain.experiment import Experiment
from ecgtrain.export_instant import export_instant_forecaster


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


def test_principal_components_are_a_linear_graph(tmp_path: Path, windows: np.ndarray) -> None:
    export.export_module(pca.fitted(windows, 3), {"window": (1, 140)}, ("reconstruction", "latent"), tmp_path / "m.onnx")
    model = onnx.load(tmp_path / "m.onnx")
    found = reference.run(model, {"window": windows})
    centred = windows - windows.mean(0)
    left, singular, right = np.linalg.svd(centred, full_matrices=False)
    assert np.allclose(found["reconstruction"], windows.mean(0) + (left[:, :3] * singular[:3]) @ right[:3], atol=1e-4)
    assert found["latent"].shape == (48, 3) and {node.op_type for node in model.graph.node} == {"Gemm"}


def test_instant_forecaster_is_what_torch_computes(tmp_path: Path, windows: np.ndarray, beats: BeatSet) -> None:
    torch.manual_seed(3)
    module = instant.InstantForecaster(24).eval()
    instant._set_maps(module, beats.normals, beats.anomalies, 3.0)
    torch.nn.init.normal_(module.head.weight)
    export_instant_forecaster(module, tmp_path / "m.onnx")
    found = reference.run_apart(onnx.load(tmp_path / "m.onnx"), {"window": windows})["forecast"][:, 0]
    assert np.allclose(found, module(torch.from_numpy(windows)).detach(), atol=1e-4)
