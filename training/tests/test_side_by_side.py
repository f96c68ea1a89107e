"""Several convolutional classifiers as one network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch

from ecgtrain import export, reference
from ecgtrain.classifier import Classifier, DenseClassifier, Probabilities
from ecgtrain.quantise import quantise
from ecgtrain.side_by_side import SideBySide, joined


def members(count: int, windows: np.ndarray) -> list[Classifier]:
    made = []
    for seed in range(count):
        torch.manual_seed(seed)
        network = Classifier([8, 16, 16], [7, 7, 5], 32, 0.2)
        network(torch.from_numpy(windows))  # Moves the running statistics away from 0 and 1.
        network.losses = [1.0, seed]
        made.append(network.eval())
    return made


def test_answers_with_the_mean_of_its_members_logits(windows: np.ndarray) -> None:
    networks = members(3, windows)
    network, window = joined(networks), torch.from_numpy(windows)
    assert isinstance(network, SideBySide) and network.losses == [1.0, 1.0]
    expected = torch.stack([member(window) for member in networks]).mean(0)
    assert torch.allclose(network(window), expected, atol=1e-5)


def test_takes_the_device_as_many_steps_as_one(tmp_path: Path, windows: np.ndarray) -> None:
    graphs = []
    for count in (1, 3):
        export.export_module(Probabilities(joined(members(count, windows))), {"window": (1, 140)}, ("probabilities",), tmp_path / "m.onnx")
        graphs.append(onnx.load(tmp_path / "m.onnx"))
    single, several = ([node.op_type for node in graph.graph.node] for graph in graphs)
    # What was a dense layer over one member's features is a convolution over all of theirs.
    assert len(several) == len(single) and several.count("Conv") == 4 and several.count("Gemm") == 1
    exact = reference.run(graphs[1], {"window": windows})["probabilities"]
    found = reference.run(quantise(graphs[1], {"window": windows}, exact_edges=True), {"window": windows})["probabilities"]
    assert np.allclose(exact.sum(1), 1, atol=1e-5) and np.abs(found - exact).max() < 0.02


def test_networks_of_another_kind_are_averaged(windows: np.ndarray) -> None:
    networks = []
    for seed in range(2):
        torch.manual_seed(seed)
        networks.append(DenseClassifier([16], 0.0).eval())
        networks[-1].losses = [0.0]
    window = torch.from_numpy(windows)
    assert torch.allclose(joined(networks)(window), (networks[0](window) + networks[1](window)) / 2, atol=1e-6)
    assert joined(networks[:1]) is networks[0]
