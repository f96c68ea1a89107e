"""Makes the packs of this folder: models of a few matrices that do what a test needs, in the form of real ones.

Run as /usr/bin/python3 tests/packs/make.py; the packs are committed, so tests need neither Python nor onnx.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WINDOW = 140
ECG5000 = ["Normal", "R-on-T PVC", "PVC", "SP", "UB"]
FOLDER = Path(__file__).parent


def tensor(name: str, size: int) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, size])


def model(inputs: dict[str, int], outputs: dict[str, int], nodes: list[onnx.NodeProto],
          constants: dict[str, np.ndarray]) -> bytes:
    graph = helper.make_graph(nodes, "tiny", [tensor(*i) for i in inputs.items()], [tensor(*o) for o in outputs.items()],
                              [numpy_helper.from_array(value, name) for name, value in constants.items()])
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tests/packs/make.py")
    built.ir_version = 8
    onnx.checker.check_model(built)
    return built.SerializeToString()


def linear(source: str, target: str, weights: np.ndarray) -> bytes:
    """target = source x weights."""
    return model({source: weights.shape[0]}, {target: weights.shape[1]},
                 [helper.make_node("MatMul", [source, "w"], [target])], {"w": weights.astype(np.float32)})


def softmax(source: str, weights: np.ndarray) -> bytes:
    return model({source: weights.shape[0]}, {"probabilities": weights.shape[1]},
                 [helper.make_node("MatMul", [source, "w"], ["logits"]),
                  helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1)], {"w": weights.astype(np.float32)})


def brittle_classifier() -> bytes:
    """Looks up row trunc(window[0]) of a table with one row: fails for every beat that begins at an R peak."""
    return model({"window": WINDOW}, {"probabilities": 5},
                 [helper.make_node("Slice", ["window", "from", "to", "axis"], ["first"]),
                  helper.make_node("Reshape", ["first", "one"], ["flat"]),
                  helper.make_node("Cast", ["flat"], ["row"], to=TensorProto.INT64),
                  helper.make_node("Gather", ["table", "row"], ["probabilities"], axis=0)],
                 {"from": np.array([0]), "to": np.array([1]), "axis": np.array([1]), "one": np.array([1]),
                  "table": np.full((1, 5), 0.2, np.float32)})


def hollow_classifier() -> bytes:
    """The square root of 1/2 - window[0]^2: no number for every beat that begins at an R peak."""
    return model({"window": WINDOW}, {"probabilities": 5},
                 [helper.make_node("Slice", ["window", "from", "to", "axis"], ["first"]),
                  helper.make_node("Mul", ["first", "first"], ["square"]),
                  helper.make_node("Sub", ["half", "square"], ["rest"]),
                  helper.make_node("Sqrt", ["rest"], ["root"]),
                  helper.make_node("Mul", ["root", "row"], ["logits"]),
                  helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1)],
                 {"from": np.array([0]), "to": np.array([1]), "axis": np.array([1]), "half": np.array(0.5, np.float32),
                  "row": np.ones((1, 5), np.float32)})


def early_warning(at: list[int]) -> bytes:
    """risk[j]: mean of the first at[j] samples."""
    weights = np.zeros((WINDOW, len(at)))
    for j, count in enumerate(at):
        weights[:count, j] = 1 / count
    return linear("window", "risk", weights)


def entry(name: str, role: str, onnx_bytes: bytes, inputs: dict[str, int], outputs: dict[str, int], pack: Path,
          point: dict | None = None) -> dict:
    file = f"{name}.onnx"
    (pack / file).write_bytes(onnx_bytes)
    stored = {"file": file, "sha256": hashlib.sha256(onnx_bytes).hexdigest(), "bytes": len(onnx_bytes)}
    files = {"int8": stored, "fp32": stored}
    sides = [[{"name": n, "type": "float32", "shape": [1, s]} for n, s in side.items()] for side in (inputs, outputs)]
    described = {"name": name, "role": role, "files": files, "inputs": sides[0], "outputs": sides[1], "parameters": 0}
    return described | ({"operatingPoint": point} if point else {})


def write(name: str, models: list[dict], **more: object) -> None:
    manifest = {
        "schema": 1, "pack": name, "version": "0.0.1", "description": "For tests",
        "window": {"kind": "r-to-r", "length": WINDOW, "normalisation": "z-score", "sampleRateHz": 250,
                   "fiducial": "r-peak", "fiducialOffsetMs": 0},
        "classes": ECG5000, "normalClass": "Normal",
        "anomaly": {"description": "Reconstruction", "threshold": 3.0, "chosenBy": "nobody",
                    "parts": [{"model": "autoencoder", "measure": "mse", "logMean": 0, "logSd": 1, "weight": 1}]},
        "models": models, "training": {"command": "tests/packs/make.py"}} | more
    (FOLDER / name / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def folder(name: str) -> Path:
    made = FOLDER / name
    made.mkdir(exist_ok=True)
    for old in made.iterdir():
        old.unlink()
    return made


def autoencoder(pack: Path) -> dict:
    """Gives back half of the window."""
    half = model({"window": WINDOW}, {"reconstruction": WINDOW},
                 [helper.make_node("Mul", ["window", "half"], ["reconstruction"])], {"half": np.array(0.5, np.float32)})
    return entry("autoencoder", "autoencoder", half,
                 {"window": WINDOW}, {"reconstruction": WINDOW}, pack)


def failing(name: str, classifier: bytes) -> None:
    pack = folder(name)
    write(name, [autoencoder(pack), entry("classifier", "classifier", classifier, {"window": WINDOW}, {"probabilities": 5}, pack)])


def tiny() -> None:
    """Every role over windows from R to R: a forecast that repeats the sample before, warnings by the mean so far."""
    pack = folder("tiny")
    random = np.random.default_rng(1)
    at, thresholds = [20, 60, 120], [0.5, 0.25, 0.1]
    models = [
        autoencoder(pack),
        entry("classifier", "classifier", softmax("window", random.normal(0, 0.1, (WINDOW, 5))), {"window": WINDOW}, {"probabilities": 5}, pack),
        entry("second", "classifier", softmax("window", random.normal(0, 0.1, (WINDOW, 5))), {"window": WINDOW}, {"probabilities": 5}, pack),
        entry("instant-forecaster", "instant-forecaster", linear("window", "forecast", np.eye(WINDOW, k=1)), {"window": WINDOW},
              {"forecast": WINDOW}, pack),
        entry("early-warning", "early-warning", early_warning(at), {"window": WINDOW}, {"risk": len(at)}, pack,
              {"at": at, "thresholds": thresholds, "chosenBy": "nobody"}),
    ]
    for known in (100, 84):
        mean = np.full((known, WINDOW - known), 1 / known)
        models.append(entry(f"beat-forecaster-{known}", "beat-forecaster", linear("past", "forecast", mean), {"past": known},
                            {"forecast": WINDOW - known}, pack))
    write("tiny", models, classification={"description": "Three to one", "members": [
        {"model": "classifier", "weight": 3}, {"model": "second", "weight": 1}]})


def letters() -> None:
    """The AAMI classes over windows from R to R, without a baseline."""
    pack = folder("letters")
    weights = np.random.default_rng(2).normal(0, 0.1, (WINDOW, 5))
    write("letters", [autoencoder(pack), entry("classifier", "classifier", softmax("window", weights), {"window": WINDOW},
                                               {"probabilities": 5}, pack)],
          classes=["N", "S", "V", "F", "Q"], normalClass="N")


def wearer() -> None:
    """A baseline, a classifier of every input and one of features alone; V is what lies far from the running beat."""
    pack = folder("wearer")
    features = ["whole", "rr_before", "correlation"]
    at, thresholds = [60, 100], [0.6, 0.8]
    # A beat like the running one has ln(mean square) of about -5, an ectopic one of about 0.
    by_distance = np.zeros((len(features), 5))
    by_distance[0] = [-1, -1, 1, -1, -1]
    everything = model(
        {"window": WINDOW, "difference": WINDOW, "features": len(features)}, {"probabilities": 5},
        [helper.make_node("Mul", ["difference", "difference"], ["squares"]),
         helper.make_node("ReduceMean", ["squares"], ["distance"], axes=[1], keepdims=1),
         helper.make_node("Mul", ["distance", "v"], ["of_difference"]),
         helper.make_node("MatMul", ["window", "zero_window"], ["of_window"]),
         helper.make_node("MatMul", ["features", "zero_features"], ["of_features"]),
         helper.make_node("Add", ["of_difference", "of_window"], ["some"]),
         helper.make_node("Add", ["some", "of_features"], ["all"]),
         helper.make_node("Add", ["all", "bias"], ["logits"]),
         helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1)],
        {"v": np.array([[0, 0, 20, 0, 0]], np.float32), "zero_window": np.zeros((WINDOW, 5), np.float32),
         "zero_features": np.zeros((len(features), 5), np.float32), "bias": np.array([[5, 0, 0, 0, 0]], np.float32)})
    models = [
        autoencoder(pack),
        entry("classifier", "classifier", everything, {"window": WINDOW, "difference": WINDOW, "features": len(features)},
              {"probabilities": 5}, pack),
        entry("feature-classifier", "feature-classifier", softmax("features", by_distance), {"features": len(features)},
              {"probabilities": 5}, pack),
        entry("early-warning", "early-warning", early_warning(at), {"window": WINDOW}, {"risk": len(at)}, pack,
              {"at": at, "thresholds": thresholds, "chosenBy": "nobody"}),
    ]
    write("wearer", models, classes=["N", "S", "V", "F", "Q"], normalClass="N", features=features,
          window={"kind": "around-r", "length": WINDOW, "normalisation": "z-score", "sampleRateHz": 360, "fiducial": "r-peak",
                  "fiducialOffsetMs": 0, "beforeMs": 250, "afterMs": 450},
          baseline={"calibrateSeconds": 30, "startBeats": 20, "templateBeats": 16, "correlation": 0.9, "inTime": 0.2,
                    "lostShape": 0.2, "lostRhythm": 0.3, "goodQuality": 0.5},
          classification={"description": "Both alike", "members": [{"model": "classifier", "weight": 1},
                                                                   {"model": "feature-classifier", "weight": 1}]},
          anomaly={"description": "Distance from the wearer's running beat times prematurity", "threshold": -2.0,
                   "populationThreshold": 5.0, "chosenBy": "nobody",
                   "parts": [{"measure": "running-distance-x-prematurity", "logMean": 0, "logSd": 1, "weight": 1},
                             {"model": "autoencoder", "measure": "mse", "logMean": 0, "logSd": 1, "weight": 0}]})


if __name__ == "__main__":
    failing("brittle", brittle_classifier())
    failing("hollow", hollow_classifier())
    tiny()
    letters()
    wearer()
