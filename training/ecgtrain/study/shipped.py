"""The shipped int8 files on TEST through the numpy interpreter: curves, examples and latents that a table cannot hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from .. import metrics, reference
from ..anomaly import AnomalyScore, Part
from ..data import CLASSES, BeatSet
from ..experiment import Experiment
from ..pack import Places
from ..preparation import PrincipalComponents
from . import threshold

_EXAMPLES = 5
_COMPONENTS = 10


def describe(experiment: Experiment, train: BeatSet, test: BeatSet, places: Places) -> dict[str, Any]:
    """Everything the report draws of the pack in places.pack."""
    manifest = json.loads((places.pack / "manifest.json").read_text(encoding="utf-8"))
    graphs = {model["name"]: onnx.load(places.pack / model["files"]["int8"]["file"]) for model in manifest["models"]}
    windows = test.windows.astype(np.float32)
    outputs = {name: _run(graph, windows) for name, graph in graphs.items()}
    parts = [Part(p["model"], p["logMean"], p["logSd"], p["weight"]) for p in manifest["anomaly"]["parts"]]
    score = AnomalyScore(parts, manifest["anomaly"]["threshold"], {})
    measures = _measures(outputs, windows)
    probabilities = outputs["classifier"]["probabilities"]
    picture = PrincipalComponents.fitted(train.normals, _COMPONENTS)
    return {
        "sizes": {name: (places.pack / f"{name}.int8.onnx").stat().st_size for name in graphs},
        "training": manifest["training"],
        "anomaly": _anomaly(manifest, measures, score, test, train, graphs, places),
        "classification": {"confusion": metrics.confusion(test.labels, probabilities.argmax(1), len(CLASSES)),
                           "reliability": metrics.reliability(probabilities, test.labels)},
        "warning": _warning(manifest, outputs["early-warning"]["risk"], test.labels != 0),
        "examples": _examples(outputs, windows, score.of(measures), test.labels),
        "latent": _latent(graphs["vae"], train),
        "pca": {"explained": picture.explained, "components": picture.components[:3], "mean": picture.mean},
        "curves": json.loads((places.work / "curves.json").read_text(encoding="utf-8")),
    }


def _run(graph: onnx.ModelProto, windows: np.ndarray) -> dict[str, np.ndarray]:
    """The graph's outputs for every window, [n, ...]."""
    source = graph.graph.input[0]
    values = windows[:, :source.type.tensor_type.shape.dim[1].dim_value]
    if any("LSTM" in node.op_type for node in graph.graph.node):
        found = [reference.run(graph, {source.name: row[None]}) for row in values]
        return {item.name: np.concatenate([tensors[item.name] for tensors in found]) for item in graph.graph.output}
    found = reference.run(graph, {source.name: values})
    return {item.name: found[item.name] for item in graph.graph.output}


def _measures(outputs: dict[str, dict[str, np.ndarray]], windows: np.ndarray) -> dict[str, np.ndarray]:
    measures = {}
    for name, found in outputs.items():
        expected = found.get("reconstruction", found.get("forecast"))
        if expected is not None:
            target = windows[:, windows.shape[1] - expected.shape[1]:]
            measures[name] = ((target.astype(np.float64) - expected) ** 2).mean(1)
    return measures


def _anomaly(manifest: dict[str, Any], measures: dict[str, np.ndarray], score: AnomalyScore, test: BeatSet, train: BeatSet,
             graphs: dict[str, onnx.ModelProto], places: Places) -> dict[str, Any]:
    anomalous = test.labels != 0
    points = {model["name"]: model["operatingPoint"]["threshold"] for model in manifest["models"]
              if "threshold" in model.get("operatingPoint", {})}
    rows = {name: metrics.detection(measures[name], anomalous, limit) for name, limit in points.items()}
    combined = score.of(measures)
    curve = metrics.roc(combined, anomalous)
    held = json.loads((places.work / "out-of-fold.json").read_text(encoding="utf-8"))
    outliers = train.anomalies.astype(np.float32)
    labelled = score.of(_measures({part.model: _run(graphs[part.model], outliers) for part in score.parts}, outliers))
    semi = threshold.most_balanced(score.of({name: np.array(values) for name, values in held.items()}), labelled)
    return {
        "rows": rows | {"combined": metrics.detection(combined, anomalous, score.threshold)},
        "semi": metrics.detection(combined, anomalous, semi),
        "weights": {part.model: part.weight for part in score.parts}, "threshold": score.threshold,
        "chosenBy": manifest["anomaly"]["chosenBy"],
        "roc": [metrics.thinned(curve.false_positives), metrics.thinned(curve.true_positives)],
        "precision": [metrics.thinned(curve.true_positives), metrics.thinned(curve.precision)],
        "scores": {"normal": np.histogram(combined[~anomalous], np.arange(-12, 40.5))[0],
                   "anomalous": np.histogram(combined[anomalous], np.arange(-12, 40.5))[0]},
    }


def _warning(manifest: dict[str, Any], risks: np.ndarray, anomalous: np.ndarray) -> list[dict[str, Any]]:
    point = next(model["operatingPoint"] for model in manifest["models"] if model["role"] == "early-warning")
    rows = []
    for column, (at, limit) in enumerate(zip(point["at"], point["thresholds"])):
        risk = risks[:, column]
        curve = metrics.roc(risk, anomalous)
        near = curve.false_positives <= 0.1
        rows.append({"at": at, "threshold": limit, "auc": curve.auc, "atOnePercent": curve.true_positives_at(0.01),
                     "truePositives": float((risk > limit)[anomalous].mean()),
                     "falsePositives": float((risk > limit)[~anomalous].mean()),
                     "roc": [metrics.thinned(curve.false_positives[near]), metrics.thinned(curve.true_positives[near])]})
    return rows


def _examples(outputs: dict[str, dict[str, np.ndarray]], windows: np.ndarray, scores: np.ndarray,
              labels: np.ndarray) -> list[dict[str, Any]]:
    """The beat of median score of each class."""
    examples = []
    for label in range(_EXAMPLES):
        own = np.flatnonzero(labels == label)
        if len(own):
            row = own[np.argsort(scores[own])[len(own) // 2]]
            examples.append({"class": CLASSES[label], "window": windows[row], "score": scores[row],
                             "autoencoder": outputs["autoencoder"]["reconstruction"][row], "vae": outputs["vae"]["reconstruction"][row],
                             "block": outputs["beat-forecaster"]["forecast"][row],
                             "instant": outputs["instant-forecaster"]["forecast"][row]})
    return examples


def _latent(graph: onnx.ModelProto, train: BeatSet) -> dict[str, Any]:
    """TRAIN beats in the plane of the VAE latent's two main directions among normal beats."""
    latent = _run(graph, train.windows.astype(np.float32))["latent"].astype(np.float64)
    plane = PrincipalComponents.fitted(latent, 2)
    return {"points": plane.project(latent).round(2), "labels": train.labels, "explained": plane.explained}
