"""From what `train` left in its work folder to a model pack: int8 twins, manifest, golden cases."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from . import TrainingError, manifest
from .anomaly import AnomalyScore, Part
from .augment import through_path
from .compact import compacted
from .data import BeatSet
from .experiment import Experiment
from .export import save
from .quantise import quantise


@dataclass(frozen=True)
class Places:
    """Where a run writes, under one root (the repository unless told otherwise)."""

    work: Path
    pack: Path
    golden: Path
    report: Path

    @staticmethod
    def under(root: Path, pack: str) -> "Places":
        return Places(root / "artifacts" / "training" / pack, root / "inference" / "models" / pack,
                      root / "tests" / "golden" / f"{pack}.json", root / "training" / "reports")


def write_pack(experiment: Experiment, beats: BeatSet, places: Places, training: dict[str, Any]) -> None:
    """Writes fp32 and int8 models, manifest.json and the golden file; TrainingError when `train` has not run."""
    places.pack.mkdir(parents=True, exist_ok=True)
    score = _read_score(places.work / "anomaly.json")
    warnings = _read(places.work / "early-warning.json")
    windows = calibration(experiment, beats)
    for name in manifest.MODELS:
        source = places.work / f"{name}.fp32.onnx"
        if not source.is_file():
            raise TrainingError(f"{source} not found; run train first")
        shutil.copyfile(source, places.pack / source.name)
        save(compacted(quantised(name, onnx.load(source), windows, experiment)), places.pack / f"{name}.int8.onnx")
    manifest.write(manifest.describe(experiment, score, warnings, places.pack, training), places.pack)
    places.golden.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(places.work / "golden.json", places.golden)


def quantised(name: str, model: onnx.ModelProto, windows: np.ndarray, experiment: Experiment) -> onnx.ModelProto:
    """The int8 twin of one of the pack's models; windows: what `calibration` gives."""
    settings = experiment.quantisation
    if name == "early-warning":
        # One layer, 700 weights: it stays in float. Quantised, it gains nothing and moved its true positives by up to 1.2 points.
        return model
    source = model.graph.input[0]
    inputs = {source.name: windows[:, :source.type.tensor_type.shape.dim[1].dim_value]}
    return quantise(model, inputs, settings.percentile, settings.weight_bits, name in settings.exact_edges)


def calibration(experiment: Experiment, beats: BeatSet) -> np.ndarray:
    """TRAIN beats of all classes, published and through the modelled path: float32 [n, 140]."""
    rng = np.random.default_rng(experiment.seed)
    copies = through_path(beats.windows, experiment.quantisation.path, experiment.path, rng)
    return np.concatenate([beats.windows, copies]).astype(np.float32)


def _read_score(path: Path) -> AnomalyScore:
    content = _read(path)
    return AnomalyScore([Part(**part) for part in content["parts"]], content["threshold"], content["operating_points"])


def _read(path: Path) -> Any:
    if not path.is_file():
        raise TrainingError(f"{path} not found; run train first")
    return json.loads(path.read_text(encoding="utf-8"))
