"""A quick training run from the data to the pack, twice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx

from conftest import EXPERIMENT
from ecgtrain import manifest, reference
from ecgtrain.anomaly import AnomalyScore, Part

PACK = Path("inference/models/ecg5000")
GOLDEN = Path("tests/golden/ecg5000.json")


def test_one_seed_gives_the_same_files(quick_runs: tuple[Path, Path]) -> None:
    first, second = quick_runs
    names = sorted(path.name for path in (first / PACK).iterdir())
    assert names == sorted(["manifest.json", *(f"{model}.{precision}.onnx" for model in manifest.MODELS
                                               for precision in manifest.PRECISIONS)])
    for name in (*(PACK / name for name in names if name.endswith(".onnx")), GOLDEN):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    one, two = (json.loads((run / PACK / "manifest.json").read_text()) for run in quick_runs)
    one["training"].pop("date"), two["training"].pop("date")  # Midnight may pass between the runs.
    assert one == two


def test_manifest_describes_the_files(quick_runs: tuple[Path, Path]) -> None:
    folder = quick_runs[0] / PACK
    content = json.loads((folder / "manifest.json").read_text())
    assert content["schema"] == 1 and content["normalClass"] in content["classes"] and "figures" not in content
    for model in content["models"]:
        graphs = {}
        for precision, file in model["files"].items():
            path = folder / file["file"]
            assert manifest.sha256(path) == file["sha256"] and path.stat().st_size == file["bytes"]
            graphs[precision] = onnx.load(path).graph
        assert graphs["int8"].input == graphs["fp32"].input and graphs["int8"].output == graphs["fp32"].output
        assert [value.name for value in graphs["int8"].input] == [value["name"] for value in model["inputs"]]
    shapes = {model["name"]: (model["inputs"][0]["shape"], [v["shape"] for v in model["outputs"]])
              for model in content["models"]}
    assert shapes["vae"] == shapes["autoencoder"] == ([1, 140], [[1, 140], [1, 8]])
    assert shapes["pca"] == ([1, 140], [[1, 140], [1, 2]]) and shapes["early-warning"] == ([1, 140], [[1, 5]])
    assert shapes["classifier"] == ([1, 140], [[1, 5]]) and shapes["beat-forecaster"] == ([1, 100], [[1, 40]])
    assert shapes["instant-forecaster"] == ([1, 140], [[1, 140]]) and shapes["half-beat-forecaster"] == ([1, 84], [[1, 56]])
    assert {model["name"]: model["role"] for model in content["models"]}["pca"] == "autoencoder"
    assert [part["model"] for part in content["anomaly"]["parts"]] == ["autoencoder", "pca", "beat-forecaster"]
    warning = next(model["operatingPoint"] for model in content["models"] if model["role"] == "early-warning")
    assert warning["at"] == [20, 40, 60, 100, 120] and len(warning["thresholds"]) == 5
    assert EXPERIMENT.name in content["training"]["command"] and "--quick" in content["training"]["command"]


def test_golden_cases_follow_from_the_fp32_files(quick_runs: tuple[Path, Path]) -> None:
    check_golden(quick_runs[0] / PACK, quick_runs[0] / GOLDEN)


def check_golden(pack: Path, golden: Path) -> None:
    """Every golden output, measure and score again, from the files alone, by the numpy interpreter."""
    content = json.loads((pack / "manifest.json").read_text())
    cases = json.loads(golden.read_text())
    models = {model["name"]: onnx.load(pack / model["files"]["fp32"]["file"]) for model in content["models"]}
    score = AnomalyScore([Part(p["model"], p["logMean"], p["logSd"], p["weight"])
                          for p in content["anomaly"]["parts"]], content["anomaly"]["threshold"], {})
    assert len(cases["windows"]) == 8
    for case in cases["windows"]:
        window = np.array(case["window"], np.float32)
        found = {name: reference.run(model, inputs_of(name, window)) for name, model in models.items()}
        for name, outputs in case["outputs"].items():
            for output, values in outputs.items():
                assert np.allclose(found[name][output].ravel(), values, atol=1e-4), (name, output)
        measures = {name: np.mean((window - found[name]["reconstruction"][0]) ** 2) for name in ("autoencoder", "vae", "pca")}
        measures["beat-forecaster"] = np.mean((window[100:] - found["beat-forecaster"]["forecast"][0]) ** 2)
        for name, value in measures.items():
            assert abs(value - case["measures"][name]) < 1e-4
        assert abs(score.of(measures) - case["anomalyScore"]) < 1e-3
        assert case["anomalous"] == (case["anomalyScore"] > score.threshold)


def inputs_of(name: str, window: np.ndarray) -> dict[str, np.ndarray]:
    """The model's inputs for one window [140]."""
    past = {"beat-forecaster": 100, "half-beat-forecaster": 84}
    return {"past": window[None, :past[name]]} if name in past else {"window": window[None]}
