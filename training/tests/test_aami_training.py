"""The aami pack from recordings to files, with next to no training, on synthetic wearers."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import onnx
import pytest

import aami_synthetic
from ecgtrain import TrainingError, cli, manifest, reference
from ecgtrain.aami import scoring
from ecgtrain.aami.experiment import read_aami_experiment
from ecgtrain.aami.fitting import shares
from ecgtrain.aami.experiment import SamplingRecipe
from ecgtrain.aami.recordings import read_recording
from ecgtrain.aami.scoring import Judged

EXPERIMENT = Path(__file__).resolve().parents[1] / "experiments" / "aami.toml"


@pytest.fixture(scope="module")
def quick_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Root under which `aami cross-validate` and `aami train` wrote a quick pack of three synthetic recordings."""
    root, records = tmp_path_factory.mktemp("aami"), tmp_path_factory.mktemp("records")
    for seed, name in enumerate(("one", "two", "three")):
        (records / f"{name}.hea").touch()
        (records / f"{name}.atr").touch()
        aami_synthetic.write_recording(root / "artifacts/training/aami/windows", name, seed)
    for step in ("cross-validate", "train"):
        assert cli.main(["aami", step, "--quick", "--records", str(records), "--out", str(root),
                         "--program", str(root / "none.dll")]) == 0
    return root


def test_manifest_describes_the_files(quick_run: Path) -> None:
    folder = quick_run / "inference/models/aami"
    content = json.loads((folder / "manifest.json").read_text())
    assert content["window"]["kind"] == "around-r" and content["classes"] == ["N", "S", "V", "F", "Q"]
    assert content["features"] == read_aami_experiment(EXPERIMENT).features
    names = {model["name"] for model in content["models"]}
    assert {member["model"] for member in content["classification"]["members"]} <= names
    for model in content["models"]:
        graphs = {kind: onnx.load(folder / file["file"]).graph for kind, file in model["files"].items()}
        assert graphs["int8"].input == graphs["fp32"].input and graphs["int8"].output == graphs["fp32"].output
        assert all(manifest.sha256(folder / file["file"]) == file["sha256"] for file in model["files"].values())
    assert sum(model["files"]["int8"]["bytes"] for model in content["models"]) <= 250_000
    assert "earlyWarning" in content["figures"] and "fitted on all of these records" in content["figures"]["protocol"]


def test_golden_follows_from_the_files(quick_run: Path) -> None:
    check_golden(quick_run / "inference/models/aami", quick_run / "tests/golden/aami-baseline.json")


def check_golden(pack: Path, golden: Path) -> None:
    """Everything in the golden file again: the baseline in Python, the models by the numpy interpreter."""
    from ecgtrain.aami.baseline import Beat, WearerBaseline
    from ecgtrain.aami.settings import BaselineSettings

    def snake(name: str) -> str:
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)

    cases, content = json.loads(golden.read_text()), json.loads((pack / "manifest.json").read_text())
    models = {model["name"]: onnx.load(pack / model["files"]["fp32"]["file"]) for model in content["models"]}
    baseline = WearerBaseline(BaselineSettings(**{snake(name): value for name, value in cases["baseline"].items()}))
    chosen = [cases["featureNames"].index(name) for name in content["features"]]
    ready = 0
    for case in cases["beats"]:
        nan = float("nan")
        beat = Beat(np.array(case["window"], np.float32), case["seconds"], nan if case["before"] is None else case["before"],
                    nan if case["after"] is None else case["after"], case["quality"], case["scale"])
        seen = baseline.observe(beat)
        assert np.allclose(seen.difference, case["difference"], atol=1e-4)
        assert np.allclose([seen.features[name] for name in cases["featureNames"]], case["features"], atol=1e-4)
        assert seen.score == pytest.approx(case["distanceTimesPrematurity"], abs=1e-4) and seen.is_ready == case["ready"]
        ready += seen.is_ready
        inputs = {"difference": seen.difference[None].astype(np.float32),
                  "features": np.array([case["features"]], np.float32)[:, chosen]}
        total, weights = np.zeros(5), 0.0
        for member in content["classification"]["members"]:
            model = models[member["model"]]
            found = reference.run(model, {value.name: inputs[value.name] for value in model.graph.input})["probabilities"][0]
            assert np.allclose(found, case["modelProbabilities"][member["model"]], atol=1e-4)
            total, weights = total + member["weight"] * found, weights + member["weight"]
        assert np.allclose(total / weights, case["probabilities"], atol=1e-4)
        measures = {"running-distance-x-prematurity": seen.score, "qrs-width-ratio": seen.width,
                    "qrs-slope-ratio": np.exp(seen.features["slope_relative"]), "usual-distance": np.exp(seen.features["whole_level"])}
        score = sum(part["weight"] * (np.log(max(measures[part["measure"]], 1e-12)) - part["logMean"]) / part["logSd"]
                    for part in content["anomaly"]["parts"])
        assert (score if seen.width > 0 else 0) == pytest.approx(case["anomalyScore"], abs=1e-3)
        limit = content["anomaly"]["threshold" if seen.is_ready else "populationThreshold"]
        assert case["anomalous"] == (case["anomalyScore"] > limit)
    assert 0 < ready < len(cases["beats"]) and golden.stat().st_size < 1_000_000


def test_early_warning_depends_on_its_prefix_only(quick_run: Path) -> None:
    model = onnx.load(quick_run / "inference/models/aami/early-warning.fp32.onnx")
    difference = np.random.default_rng(0).standard_normal((1, 140)).astype(np.float32)
    interval = np.array([[-0.3]], np.float32)
    risk = reference.run(model, {"difference": difference, "interval": interval})["risk"]
    for column, count in enumerate(read_aami_experiment(EXPERIMENT).early_warning.at):
        other = difference.copy()
        other[:, count:] += 3
        assert reference.run(model, {"difference": other, "interval": interval})["risk"][0, column] == risk[0, column]
        other[:, count - 1] += 3
        assert reference.run(model, {"difference": other, "interval": interval})["risk"][0, column] != risk[0, column]


def test_missed_and_invented_beats_count(tmp_path: Path) -> None:
    aami_synthetic.write_recording(tmp_path, "one", 1, count=40)
    recording = read_recording(tmp_path, "one")
    recording.label[10] = -1
    right = np.eye(5)[np.where(recording.label < 0, 2, recording.label)]
    table = scoring.confusion(Judged(recording, right, np.zeros(40)), 0.0)
    assert table[5, 2] == 1 and table[2, 5] == 1 and table[0, 5] == 1  # Invented, missed within, missed at the end.
    found = scoring.figures(table)
    beats = (recording.label == 2).sum()
    assert found["V"]["sensitivity"] == pytest.approx(beats / (beats + 1))
    assert found["V"]["predictivity"] == pytest.approx(beats / (beats + 1))


def test_shares_balance_classes_and_wearers() -> None:
    label, wearer = np.array([0] * 90 + [2] * 10), np.array([0] * 90 + [0] * 9 + [1])
    even = shares(label, wearer, SamplingRecipe(1.0, 1.0, 0.0))
    assert even.sum() == pytest.approx(1) and even[label == 2].sum() == pytest.approx(0.5)
    assert even[99] == pytest.approx(0.25)
    assert np.allclose(shares(label, wearer, SamplingRecipe(0.0, 0.0, 0.0)), 0.01)


def test_a_table_that_does_not_fit_is_refused_by_name(tmp_path: Path) -> None:
    aami_synthetic.write_recording(tmp_path, "one", 1, count=20)
    path = tmp_path / "one.windows.csv"
    rows = list(csv.reader(path.read_text().splitlines()))
    rows[4][4] = "good"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(TrainingError, match="one.windows.csv line 5: quality is 'good', expected a number"):
        read_recording(tmp_path, "one")
    with pytest.raises(TrainingError, match="two.windows.csv"):
        read_recording(tmp_path, "two")
