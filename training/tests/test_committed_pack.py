"""The pack in the repository: whole, small, and made by the committed experiment. Needs no data."""

from __future__ import annotations

import json

import numpy as np
import onnx
import pytest

from ecgtrain import manifest
from ecgtrain.data import OFFICIAL_SHA256, REPOSITORY
from ecgtrain.experiment import Experiment
from ecgtrain.golden import synthetic_windows
from test_pack import GOLDEN, PACK, check_golden

FOLDER = REPOSITORY / PACK


@pytest.fixture(scope="module")
def content() -> dict:
    return json.loads((FOLDER / "manifest.json").read_text())


def test_hashes_and_sizes_match(content: dict) -> None:
    files = [file for model in content["models"] for file in model["files"].values()]
    assert len(files) == 2 * len(manifest.MODELS)
    for file in files:
        assert manifest.sha256(FOLDER / file["file"]) == file["sha256"], file["file"]
        assert (FOLDER / file["file"]).stat().st_size == file["bytes"]
    listed = {file["file"] for file in files} | {"manifest.json"}
    assert {path.name for path in FOLDER.iterdir()} == listed


def test_int8_models_fit_in_250_kilobytes(content: dict) -> None:
    assert sum(model["files"]["int8"]["bytes"] for model in content["models"]) < 250_000


def test_was_made_by_the_committed_experiment_from_the_official_data(content: dict, experiment: Experiment) -> None:
    assert content["training"]["seed"] == experiment.seed
    assert content["training"]["trainSha256"] == OFFICIAL_SHA256["ECG5000_TRAIN.txt"]
    assert "--quick" not in content["training"]["command"]
    assert content["window"]["fiducialOffsetMs"] == experiment.pack.fiducial_offset_ms
    assert {part["model"]: part["weight"] for part in content["anomaly"]["parts"]} == experiment.anomaly.weights
    assert content["anomaly"]["chosenBy"] == manifest.threshold_provenance(experiment)
    warning = next(model["operatingPoint"] for model in content["models"] if model["role"] == "early-warning")
    assert warning["chosenBy"] == manifest.warning_provenance(experiment)


def test_graphs_are_opset_15_and_name_no_place(content: dict) -> None:
    for model in content["models"]:
        for file in model["files"].values():
            loaded = onnx.load(FOLDER / file["file"])
            assert {item.domain: item.version for item in loaded.opset_import}[""] == 15
            assert b"/home/" not in (raw := (FOLDER / file["file"]).read_bytes()) and b".py" not in raw


def test_golden_cases_hold(experiment: Experiment) -> None:
    check_golden(FOLDER, REPOSITORY / GOLDEN)
    cases = json.loads((REPOSITORY / GOLDEN).read_text())["windows"]
    assert np.allclose([case["window"] for case in cases], synthetic_windows(experiment.seed), atol=1e-7)
