"""The rows of classifiers over several seeds, int8 and fp32."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from .. import classifier, export, metrics, reference, training
from ..augment import through_path
from ..data import CLASSES, BeatSet
from ..experiment import Experiment
from ..quantise import quantise
from ..study_recipes import ClassifierRow

SHIPPED = "tiny CNN (shipped)"


def compare(experiment: Experiment, train: BeatSet, test: BeatSet, tick: Callable[[str], None]) -> dict[str, Any]:
    """Every row with every seed; the last row is the pack's own recipe, its first seed the pack's own network."""
    rows = [*experiment.study.classifiers, ClassifierRow(SHIPPED, experiment.classifier)]
    return {"rows": [{"name": row.name, "balance": row.recipe.balance, "runs": [
        _run(row, experiment, train, test, number, tick) for number in range(experiment.study.seeds)]} for row in rows]}


def _run(row: ClassifierRow, experiment: Experiment, train: BeatSet, test: BeatSet, number: int,
         tick: Callable[[str], None]) -> dict[str, Any]:
    seed = experiment.seed + number
    network = training.train_classifier(experiment, row.recipe, train, training.seed_of(training.CLASSIFIER, seed))
    probabilities = {precision: reference.run(model, {"window": test.windows.astype(np.float32)})["probabilities"]
                     for precision, model in _graphs(network, experiment, train).items()}
    tick(f"{row.name}, seed {seed}")
    found = {precision: values.argmax(1) for precision, values in probabilities.items()}
    return {"seed": seed, "agreement": float((found["int8"] == found["fp32"]).mean())} | {
        precision: _figures(metrics.confusion(test.labels, values, len(CLASSES))) for precision, values in found.items()}


def _graphs(network: Any, experiment: Experiment, train: BeatSet) -> dict[str, onnx.ModelProto]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "classifier.onnx"
        export.export_module(classifier.Probabilities(network), {"window": (1, 140)}, ("probabilities",), path)
        exact = onnx.load(path)
    settings = experiment.quantisation
    copies = through_path(train.windows, settings.path, experiment.path, np.random.default_rng(experiment.seed))
    rows = np.concatenate([train.windows, copies]).astype(np.float32)
    return {"fp32": exact, "int8": quantise(exact, {"window": rows}, settings.percentile, settings.weight_bits)}


def _figures(counts: np.ndarray) -> dict[str, Any]:
    return {"accuracy": metrics.accuracy(counts), "balancedAccuracy": metrics.balanced_accuracy(counts),
            "macroF1": metrics.macro_f1(counts), "confusion": counts}
