"""The rows of classifiers over several seeds, int8 and fp32."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from .. import classifier, export, metrics, pack, reference, training
from ..data import CLASSES, BeatSet
from ..experiment import Experiment
from ..study_recipes import ClassifierRow

SINGLE = "tiny CNN"


def compare(experiment: Experiment, train: BeatSet, test: BeatSet, tick: Callable[[str], None]) -> dict[str, Any]:
    """Every row with every seed. The last row is the pack's own recipe and its first run the pack's own network; the row before is
    one such network alone, for seeds that follow one another: the first of them are those that the pack averages."""
    recipe = experiment.classifier
    rows = [*experiment.study.classifiers, ClassifierRow(SINGLE, replace(recipe, members=1)),
            ClassifierRow(f"{recipe.members} of them averaged (shipped)", recipe)]
    runs: dict[tuple[int, int], dict[str, Any]] = {}
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_run, row, experiment, train, test, number): (place, number)
                   for place, row in enumerate(rows) for number in range(experiment.study.seeds)}
        for done in as_completed(waiting):
            place, number = waiting[done]
            runs[place, number] = done.result()
            tick(f"{rows[place].name}, seed {runs[place, number]['seed']}")
    return {"rows": [{"name": row.name, "balance": row.recipe.balance, "members": row.recipe.members,
                      "runs": [runs[place, number] for number in range(experiment.study.seeds)]} for place, row in enumerate(rows)]}


def count(experiment: Experiment) -> int:
    """How often `compare` calls tick."""
    return (len(experiment.study.classifiers) + 2) * experiment.study.seeds


def _run(row: ClassifierRow, experiment: Experiment, train: BeatSet, test: BeatSet, number: int) -> dict[str, Any]:
    # Members of different runs share no seed.
    seed = experiment.seed + number * row.recipe.members
    network = training.train_classifier(experiment, row.recipe, train, training.seed_of(training.CLASSIFIER, seed))
    probabilities = {precision: reference.run(model, {"window": test.windows.astype(np.float32)})["probabilities"]
                     for precision, model in _graphs(network, experiment, train).items()}
    found = {precision: values.argmax(1) for precision, values in probabilities.items()}
    return {"seed": seed, "agreement": float((found["int8"] == found["fp32"]).mean())} | {
        precision: _figures(metrics.confusion(test.labels, values, len(CLASSES))) for precision, values in found.items()}


def _graphs(network: Any, experiment: Experiment, train: BeatSet) -> dict[str, onnx.ModelProto]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "classifier.onnx"
        export.export_module(classifier.Probabilities(network), {"window": (1, 140)}, ("probabilities",), path)
        exact = onnx.load(path)
    return {"fp32": exact, "int8": pack.quantised(training.CLASSIFIER, exact, pack.calibration(experiment, train), experiment)}


def _figures(counts: np.ndarray) -> dict[str, Any]:
    return {"accuracy": metrics.accuracy(counts), "balancedAccuracy": metrics.balanced_accuracy(counts),
            "macroF1": metrics.macro_f1(counts), "confusion": counts}
