"""The committed aami pack and its golden file fit each other."""

from __future__ import annotations

import json

import onnx

from ecgtrain.data import REPOSITORY
from ecgtrain.manifest import sha256
from test_aami_training import check_golden

PACK = REPOSITORY / "inference/models/aami"


def test_golden_follows_from_the_committed_files() -> None:
    check_golden(PACK, REPOSITORY / "tests/golden/aami-baseline.json")


def test_committed_files_are_those_of_the_manifest() -> None:
    content = json.loads((PACK / "manifest.json").read_text())
    sizes = 0
    for model in content["models"]:
        for precision, file in model["files"].items():
            path = PACK / file["file"]
            assert sha256(path) == file["sha256"] and path.stat().st_size == file["bytes"]
            assert [value.name for value in onnx.load(path).graph.input] == [value["name"] for value in model["inputs"]]
            sizes += file["bytes"] if precision == "int8" else 0
    assert sizes <= 250_000
    assert content["figures"]["int8"] is not None and content["figures"]["agreement"]["class"] >= 0.995
