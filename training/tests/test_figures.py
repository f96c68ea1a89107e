"""Reading what `ecgedge evaluate --json` printed."""

from __future__ import annotations

import json

import pytest

from ecgtrain import TrainingError
from ecgtrain.figures import parse

RESULT = {"beats": 4500, "anomaly": {"auc": 0.99}, "classification": {"accuracy": 0.94}, "forecast": {}}


def test_takes_the_object_behind_whatever_the_build_said() -> None:
    assert parse("Fetching ONNX Runtime ...\n" + json.dumps(RESULT, indent=2), "ecgedge evaluate") == RESULT


@pytest.mark.parametrize("printed", ["", "no model pack", "{", json.dumps({"beats": 1, "anomaly": {}})])
def test_refuses_output_that_is_no_result(printed: str) -> None:
    with pytest.raises(TrainingError, match="ecgedge evaluate printed no"):
        parse(printed, "ecgedge evaluate")
