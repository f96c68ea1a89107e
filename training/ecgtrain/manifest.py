"""manifest.json of a model pack: what the device loads, checks and reports."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper

from .anomaly import AnomalyScore
from .data import CLASSES, WINDOW
from .experiment import Experiment

SCHEMA = 1
PRECISIONS = ("int8", "fp32")
MODELS = ("vae", "autoencoder", "pca", "classifier", "beat-forecaster", "half-beat-forecaster", "instant-forecaster",
          "early-warning")
ROLES = {"pca": "autoencoder", "half-beat-forecaster": "beat-forecaster"}  # Where the role is not the name.


def describe(experiment: Experiment, score: AnomalyScore, warnings: list[float], folder: Path,
             training: dict[str, Any]) -> dict[str, Any]:
    """The manifest of the pack whose ONNX files are in the folder; figures are added by the figures step."""
    chosen_by = threshold_provenance(experiment)
    points = {name: {"measure": "mse", "threshold": value, "chosenBy": chosen_by}
              for name, value in score.operating_points.items()}
    points["early-warning"] = {"at": experiment.early_warning.at, "thresholds": warnings,
                               "chosenBy": warning_provenance(experiment)}
    return {
        "schema": SCHEMA,
        "pack": experiment.pack.name,
        "version": experiment.pack.version,
        "description": experiment.pack.description,
        "window": {"kind": "r-to-r", "length": WINDOW, "normalisation": "z-score", "sampleRateHz": 250,
                   "fiducial": experiment.pack.fiducial, "fiducialOffsetMs": experiment.pack.fiducial_offset_ms},
        "classes": list(CLASSES),
        "normalClass": CLASSES[0],
        "anomaly": {
            "description": "Weighted sum of the log-z reconstruction and forecast errors; "
                           "anomalous when above the threshold",
            "parts": [{"model": part.model, "measure": "mse", "logMean": part.log_mean, "logSd": part.log_sd,
                       "weight": part.weight} for part in score.parts],
            "threshold": score.threshold,
            "chosenBy": chosen_by,
        },
        "models": [model_entry(name, folder, points) for name in MODELS],
        "training": training,
    }


def threshold_provenance(experiment: Experiment) -> str:
    """How the thresholds were chosen, in one line."""
    recipe = experiment.anomaly
    return (f"{100 * recipe.quantile:g}th percentile of {recipe.folds}-fold out-of-fold scores of the TRAIN normals, "
            f"{recipe.clean} published to {recipe.path} copies through the modelled live path "
            f"(cut jitter up to {experiment.path.jitter:g} samples, filters, noise)")


def warning_provenance(experiment: Experiment) -> str:
    """How the early-warning thresholds were chosen, in one line."""
    recipe = experiment.early_warning
    return (f"{100 * recipe.false_positives:g} % false positives on {recipe.folds}-fold out-of-fold TRAIN normals, "
            f"{recipe.clean} published to {recipe.path} copies through the modelled live path")


def sha256(path: Path) -> str:
    """Lower-case hex digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(manifest: dict[str, Any], folder: Path) -> None:
    """Writes folder/manifest.json."""
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def model_entry(name: str, folder: Path, points: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One model's entry: files, inputs, outputs, operating point where there is one, number of parameters."""
    files = {precision: f"{name}.{precision}.onnx" for precision in PRECISIONS}
    graph = onnx.load(folder / files["fp32"]).graph
    entry: dict[str, Any] = {
        "name": name,
        "role": ROLES.get(name, name),
        "files": {precision: {"file": file, "sha256": sha256(folder / file), "bytes": (folder / file).stat().st_size}
                  for precision, file in files.items()},
        "inputs": [_value(item) for item in graph.input],
        "outputs": [_value(item) for item in graph.output],
    }
    if name in points:
        entry["operatingPoint"] = points[name]
    entry["parameters"] = int(sum(numpy_helper.to_array(item).size for item in graph.initializer
                                  if numpy_helper.to_array(item).dtype == np.float32))
    return entry


def _value(item: onnx.ValueInfoProto) -> dict[str, Any]:
    """Name, type and shape; -1 where any length is taken."""
    shape = [-1 if dimension.dim_param else dimension.dim_value for dimension in item.type.tensor_type.shape.dim]
    if item.type.tensor_type.elem_type != onnx.TensorProto.FLOAT:
        raise ValueError(f"{item.name} is not float32")
    return {"name": item.name, "type": "float32", "shape": shape}
