"""From fitted models to a pack that the agent loads: fp32 graphs, int8 twins, manifest.json."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from .. import manifest
from ..data import WINDOW
from ..export import export_module, save
from ..quantise import quantise
from .beats import WearerBeats
from .experiment import AamiExperiment
from .fitting import AUTOENCODER, BEAT, FEATURES, VAE, WARNING
from .prefixes import early_inputs
from .recordings import CLASSES
from .rounding import balanced, corrected
from .score import PersonalScore

_CALIBRATION_BEATS = 400  # From each record, evenly spread.
BEFORE_MS, AFTER_MS = 250, 450


@dataclass(frozen=True)
class Fitted:
    """All that a pack holds. warnings: threshold of each prefix."""

    models: dict[str, torch.nn.Module]
    score: PersonalScore
    warnings: list[float]


def write_pack(experiment: AamiExperiment, fitted: Fitted, wearers: list[WearerBeats], folder: Path,
               training: dict[str, Any], figures: dict[str, Any] | None) -> None:
    """Writes the models in both precisions and manifest.json into the folder. wearers: to calibrate activations on."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = calibration(experiment, wearers)
    for name, model in fitted.models.items():
        path = folder / f"{name}.fp32.onnx"
        shapes = {key: (1, values.shape[1]) for key, values in inputs[name].items()}
        export_module(model, shapes, _OUTPUTS[name], path)
        save(_twin(experiment, name, onnx.load(path), inputs[name]), folder / f"{name}.int8.onnx")
    content = describe(experiment, fitted, folder, training)
    manifest.write(content | ({"figures": figures} if figures else {}), folder)


def _twin(experiment: AamiExperiment, name: str, model: onnx.ModelProto, inputs: dict[str, np.ndarray]) -> onnx.ModelProto:
    """What stands in for the model in the int8 pack. The early-warning head stays in float: its squares range too far."""
    settings = experiment.quantisation
    if name == WARNING:
        return model
    return corrected(balanced(model, inputs), inputs, lambda one: quantise(one, inputs, settings.percentile, settings.weight_bits))


_OUTPUTS = {FEATURES: ("probabilities",), BEAT: ("probabilities",), VAE: ("reconstruction", "latent"),
            AUTOENCODER: ("reconstruction", "latent"), WARNING: ("risk",)}


def calibration(experiment: AamiExperiment, wearers: list[WearerBeats]) -> dict[str, dict[str, np.ndarray]]:
    """Inputs of each model on some beats of every record, all V, S and F beats among them."""
    rows = [_spread(w) for w in wearers]
    window = np.concatenate([w.recording.windows[r] for w, r in zip(wearers, rows)])
    features = np.concatenate([w.column(experiment.features)[r] for w, r in zip(wearers, rows)])
    difference = np.concatenate([w.difference[r] for w, r in zip(wearers, rows)])
    seen = [early_inputs(w) for w in wearers]
    early = {name: np.concatenate([inputs[name][r] for inputs, r in zip(seen, rows)]) for name in ("difference", "interval")}
    return {FEATURES: {"features": features}, BEAT: {"difference": difference, "features": features},
            VAE: {"window": window}, AUTOENCODER: {"window": window}, WARNING: early}


def _spread(wearer: WearerBeats) -> np.ndarray:
    count = len(wearer.difference)
    even = np.linspace(0, count - 1, min(_CALIBRATION_BEATS, count)).astype(int)
    return np.union1d(even, np.flatnonzero(wearer.recording.label > 0))


def describe(experiment: AamiExperiment, fitted: Fitted, folder: Path, training: dict[str, Any]) -> dict[str, Any]:
    """The manifest of the pack whose files are in the folder, without figures."""
    share = 100 * experiment.anomaly.false_positives
    chosen_by = (f"{share:g} % of the training records' beats that are not V lie above it; score and baseline learn "
                 "nothing from labels of the wearer")
    warning = {"at": experiment.early_warning.at, "thresholds": fitted.warnings,
               "chosenBy": f"{100 * experiment.early_warning.false_positives:g} % of held-out N beats, "
                           "record-grouped cross-validation"}
    names = {camel(key): value for key, value in asdict(experiment.baseline).items()}
    return {
        "schema": manifest.SCHEMA,
        "pack": experiment.pack.name,
        "version": experiment.pack.version,
        "description": experiment.pack.description,
        "window": {"kind": "around-r", "length": WINDOW, "normalisation": "z-score", "sampleRateHz": 360,
                   "fiducial": experiment.pack.fiducial, "fiducialOffsetMs": experiment.pack.fiducial_offset_ms,
                   "beforeMs": BEFORE_MS, "afterMs": AFTER_MS},
        "classes": list(CLASSES),
        "normalClass": CLASSES[0],
        "features": experiment.features,
        "baseline": names,
        "classification": {
            "description": "Weighted mean of the probabilities of both classifiers, dense on features and convolutional on the difference; the class is the largest",
            "members": [{"model": FEATURES, "weight": experiment.feature_classifier.weight},
                        {"model": BEAT, "weight": experiment.classifier.weight}]},
        "anomaly": {
            "description": "Distance from the wearer's running beat times prematurity, against what is usual for the wearer, with "
                           "width and slope of the QRS against the wearer's own; anomalous when above the threshold",
            "parts": [{"measure": part.measure, "logMean": part.log_mean, "logSd": part.log_sd, "weight": part.weight}
                      for part in fitted.score.parts],
            "threshold": fitted.score.threshold,
            "populationThreshold": fitted.score.population,
            "chosenBy": chosen_by},
        "models": [manifest.model_entry(name, folder, {WARNING: warning}) for name in fitted.models],
        "training": training,
    }


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def read_manifest(folder: Path) -> dict[str, Any]:
    """manifest.json of a pack."""
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
